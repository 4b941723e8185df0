import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { defaultLifetimeMs } from "#features/delivery/index.ts";
import { dayMs } from "#platform/clock.ts";
import type { StsPolicy } from "#protocols/mta-sts/policy.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";
import { newDeliveryWorld } from "#test/support/deliveries.ts";
import { forServers, MailAuthority } from "#test/support/mail-certificates.ts";
import { mxTransport } from "#test/support/mx-transport.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import type { StsFault } from "./sts-policies.ts";

const opportunistic = {
  tls: "opportunistic",
  sendingPool: undefined,
  lifetimeMs: defaultLifetimeMs,
} as const;
const enforced: StsPolicy = { mode: "enforce", mx: ["*.example"], maxAgeSeconds: 86_400 };

/** Sends to domains, one message after the other; answers what was told of the sessions. */
async function told(
  { port }: Pick<SmtpReceiver, "port">,
  domains: readonly string[],
  given: {
    readonly policy?: StsPolicy;
    readonly stsFault?: StsFault;
    readonly authority?: MailAuthority;
    readonly tls?: "waived";
  } = {},
): Promise<TlsSession[]> {
  const sessions: TlsSession[] = [];
  await using world = await newDeliveryWorld("sqlite");
  await using transport = mxTransport(world.clock, port, {
    policyOf: async () => given.policy,
    sessionListener: {
      note: (session) => void sessions.push(session),
      stsFaultOf: () => given.stsFault,
      sendsFrom: ["2001:db8::1", "192.0.2.1"],
    },
    ...(given.authority === undefined ? {} : { trustedCertificates: [given.authority.pem] }),
  });
  await using worker = world.worker(world.deliverer(transport));
  for (const domain of domains) {
    const rules = { ...opportunistic, ...(given.tls === undefined ? {} : { tls: given.tls }) };
    await world.send({ recipients: [`bob@${domain}`], rules });
    await worker.idle();
  }
  return sessions;
}

const where = { sendingIp: "192.0.2.1", receivingHost: "at-61.example", receivingIp: "127.0.0.61" };
const policyText = ["version: STSv1", "mode: enforce", "mx: *.example", "max_age: 86400"];
const underPolicy = { type: "sts", domain: "at-61.example", text: policyText, mxHosts: ["*.example"] };
const underNone = { type: "no-policy-found", domain: "at-61.example", text: [], mxHosts: [] };

test("a connection is told of once for each domain that it serves", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61" });
  const domains = ["by-61.example", "by-61.other.example", "by-61.example", "by-61.other.example"];
  const sessions = await told(receiver, domains);
  assert.deepEqual(
    receiver.received.map(({ connection }) => connection),
    [1, 1, 1, 1],
  );
  assert.deepEqual(
    sessions.map(({ domain, failure }) => [domain, failure]),
    [
      ["by-61.example", undefined],
      ["by-61.other.example", undefined],
    ],
  );
});

test("what is wrong with a certificate is told of by its name, where a policy asks for a good one", async () => {
  const authority = await MailAuthority.found();
  const wanted = { hosts: ["at-61.example"], purposes: [forServers], key: "p256" } as const;
  const good = await authority.certify(wanted);
  const other = await authority.certify({ ...wanted, hosts: ["elsewhere.example"] });
  const old = await authority.certify({ ...wanted, notAfter: Date.now() - dayMs / 2 });
  const strangers = await (await MailAuthority.found("Another")).certify(wanted);
  for (const [{ own: cert, key }, type, reason] of [
    [good, undefined, undefined],
    [other, "certificate-host-mismatch", "ERR_TLS_CERT_ALTNAME_INVALID"],
    [old, "certificate-expired", "CERT_HAS_EXPIRED"],
    [strangers, "certificate-not-trusted", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ] as const) {
    await using receiver = await startSmtpReceiver({ host: "127.0.0.61", cert, key });
    const failure = type === undefined ? undefined : { type, reason, ...where };
    const enforcing = await told(receiver, ["at-61.example"], { policy: enforced, authority });
    assert.deepEqual(enforcing, [{ domain: "at-61.example", policy: underPolicy, failure }]);
    assert.equal(receiver.received.length, type === undefined ? 1 : 0);
    const testing = { ...enforced, mode: "testing" } as const;
    const [tested] = await told(receiver, ["at-61.example"], { policy: testing, authority });
    assert.deepEqual(tested?.failure, failure);
    assert.equal(receiver.received.length, type === undefined ? 2 : 1);
    const free = await told(receiver, ["at-61.example"], { authority });
    assert.deepEqual(free, [{ domain: "at-61.example", policy: underNone, failure: undefined }]);
  }
});

test("a server without STARTTLS is told of, whether it has the message or not", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61", hideSTARTTLS: true });
  const failure = { type: "starttls-not-supported", ...where };
  assert.deepEqual(await told(receiver, ["at-61.example"]), [
    { domain: "at-61.example", policy: underNone, failure },
  ]);
  assert.deepEqual(await told(receiver, ["at-61.example"], { policy: enforced }), [
    { domain: "at-61.example", policy: underPolicy, failure },
  ]);
  assert.equal(receiver.received.length, 1);
});

test("a server that declines STARTTLS is told of by the code of its reply", async () => {
  await using receiver = await startDecliner("127.0.0.61");
  const [session] = await told(receiver, ["at-61.example"], { policy: enforced });
  assert.deepEqual(session?.failure, { type: "starttls-not-supported", reason: "454", ...where });
});

/** A server that offers STARTTLS and never has it. */
async function startDecliner(host: string) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 decliner\r\n");
    socket.on("data", (line) =>
      socket.write(line.includes("STARTTLS") ? "454 4.7.0 not now\r\n" : "250-decliner\r\n250 STARTTLS\r\n"),
    );
  }).listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
}

test("a handshake that breaks off is told of, and not what goes on in the clear after it", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61", maxVersion: "TLSv1.1" });
  const sessions = await told(receiver, ["at-61.example", "at-61.example"]);
  assert.deepEqual(sessions, [
    {
      domain: "at-61.example",
      policy: underNone,
      failure: { type: "validation-failure", reason: "tls-handshake-failed", ...where },
    },
  ]);
  assert.equal(receiver.received.length, 2);
});

test("a policy that names none of the servers, or is not to be had, is told of", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61" });
  const [unnamed] = await told(receiver, ["at-61.example"], { policy: { ...enforced, mx: ["mx.test"] } });
  assert.deepEqual(unnamed?.failure, {
    type: "validation-failure",
    reason: "mx-not-in-policy",
    receivingHost: "at-61.example",
  });
  assert.equal(receiver.received.length, 0);
  const [without] = await told(receiver, ["at-61.example"], { stsFault: "sts-webpki-invalid" });
  assert.deepEqual(without, {
    domain: "at-61.example",
    policy: { ...underPolicy, text: [], mxHosts: [] },
    failure: { type: "sts-webpki-invalid", ...where },
  });
  assert.equal(receiver.received.length, 1);
});

test("a server that a policy under test does not name has the message, and is told of", async () => {
  const authority = await MailAuthority.found();
  const wanted = { hosts: ["at-61.example"], purposes: [forServers], key: "p256" } as const;
  const { own: cert, key } = await authority.certify(wanted);
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61", cert, key });
  const policy = { ...enforced, mode: "testing", mx: ["mx.test"] } as const;
  const [session] = await told(receiver, ["at-61.example"], { policy, authority });
  assert.deepEqual(session?.failure, { type: "validation-failure", reason: "mx-not-in-policy", ...where });
  assert.equal(receiver.received.length, 1);
});

test("what waives all demands goes out whatever they are, and is not told of", async () => {
  for (const [options, policy] of [
    [{}, enforced],
    [{}, { ...enforced, mx: ["mx.test"] }],
    [{ hideSTARTTLS: true }, enforced],
    [{ maxVersion: "TLSv1.1" }, enforced],
  ] as const) {
    await using receiver = await startSmtpReceiver({ host: "127.0.0.61", ...options });
    assert.deepEqual(await told(receiver, ["at-61.example"], { policy, tls: "waived" }), []);
    assert.equal(receiver.received.length, 1);
  }
});

test("of a stranger's giant policy no more is told than a few lines", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.61" });
  const mx = Array.from({ length: 900 }, (_, at) => `${"x".repeat(2_000)}${at}.test`);
  const [session] = await told(receiver, ["at-61.example"], { policy: { ...enforced, mode: "testing", mx } });
  assert.ok(JSON.stringify(session).length < 25_000);
});
