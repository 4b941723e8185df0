import type {
  DkimCname,
  DkimTxt,
  DnsInspectorOptions,
  Evidence,
  Expectation,
  MailFrom,
} from "#features/dns-evidence/index.ts";
import { DnsWorld, makePublicKey } from "./dns-world.ts";
import type { Behaviour } from "./name-server.ts";

export const key = makePublicKey();
export const otherKey = makePublicKey();

export const cname: DkimCname = {
  kind: "dkim-cname",
  name: "tok1._domainkey.example.test",
  target: "tok1.dkim.signet.test",
  publicKeys: [otherKey, key],
};
export const txt: DkimTxt = { kind: "dkim-txt", name: "sel._domainkey.example.test", publicKey: key };
export const mailFrom: MailFrom = {
  kind: "mail-from",
  name: "bounce.example.test",
  exchange: "feedback.signet.test",
  spfInclude: "spf.signet.test",
};

const delegation = ["@ NS ns1.host.test.", "@ A 192.0.2.80"];

interface Scene {
  readonly records: readonly string[];
  /** TXT of the key name; null when there is none. */
  readonly ourKey?: string | null;
  readonly behaviour?: readonly [name: string, Behaviour];
  readonly arrange?: (world: DnsWorld) => void;
  readonly options?: Partial<DnsInspectorOptions>;
}

/** Checks a record of example.test, which one server serves along with everything it leads to. */
export async function inspect(expectation: Expectation, scene: Scene): Promise<Evidence> {
  await using world = await DnsWorld.start(1, () => scene.options ?? {});
  const server = world.server(1);
  const { ourKey = `tok1.dkim TXT v=DKIM1; k=rsa; p=${key}` } = scene;
  server.zone("example.test", ...delegation, ...scene.records);
  server.zone("host.test", "@ NS ns1", "ns1 A 127.0.0.2");
  server.zone("signet.test", "@ NS ns1.host.test.", ...(ourKey === null ? [] : [ourKey]));
  server.zone("test", "@ NS ns1.host.test.");
  if (scene.behaviour) server.behave(...scene.behaviour);
  scene.arrange?.(world);
  return await world.inspector.inspect(expectation);
}

/** Verdict, SES error type and diagnosis when the zone has these records. */
export async function found(expectation: Expectation, ...records: string[]): Promise<string> {
  return summary(await inspect(expectation, { records }));
}

export function summary({ verdict, errorType, diagnosis }: Evidence): string {
  return `${verdict} ${errorType ?? "-"} ${diagnosis.code}`;
}
