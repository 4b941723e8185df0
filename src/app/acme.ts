import { type Config, ConfigError } from "#config.ts";
import { localAccount } from "#features/access-keys/index.ts";
import { type AcmeOrders, aliasesInside, KeptIssuance, proofPlace } from "#features/acme/index.ts";
import type { DnsInspector } from "#features/dns-evidence/index.ts";
import type { OwnerNotices } from "#features/owner-notices/index.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import type { CertificateProofs } from "#features/signing-zone/index.ts";
import type { Ground } from "./ground.ts";
import { listenerNames } from "./host-names.ts";
import type { Web } from "./web.ts";

/** Let's Encrypt's limit for one certificate, and that of most others. */
const mostNames = 100;

/** What an authority is to vouch for; empty where none is asked. */
export function certificateNames(config: Config): readonly string[] {
  const { acme } = config;
  if (acme === undefined) return [];
  const names = [...new Set([...listenerNames(config), ...acme.names])];
  if (names.length <= mostNames) return names;
  throw new ConfigError(
    `SIGNET_ACME: the certificate would be for ${names.length} names, and authorities put ${mostNames} into one at most. ` +
      "Name fewer in SIGNET_ACME_NAMES, or serve fewer regions here (SIGNET_REGIONS): each has two names.",
  );
}

/** The authority's certificate, where one is asked. */
export function keptIssuanceOf({
  config,
  surroundings,
  database,
  secrets,
}: Ground): KeptIssuance | undefined {
  const store = new ServiceKeyStore(database);
  return config.acme && new KeptIssuance({ ...surroundings, store, secrets });
}

/** What our zone shows of it. */
export function certificateProofs(
  config: Config,
  kept: KeptIssuance | undefined,
): CertificateProofs | undefined {
  return (
    kept && {
      place: proofPlace(config.zone),
      aliases: aliasesInside(config.zone, certificateNames(config)),
      texts: async () => await kept.challengeTexts(),
    }
  );
}

/** Who has it made. Loaded only where it is. */
export async function buildAcmeOrders(
  { config, surroundings }: Ground,
  {
    keptIssuance,
    inspector,
    notices,
    web,
  }: {
    readonly keptIssuance: KeptIssuance | undefined;
    readonly inspector: DnsInspector;
    readonly notices: OwnerNotices;
    readonly web: Web;
  },
): Promise<AcmeOrders | undefined> {
  const { acme, zone, region } = config;
  if (acme === undefined || keptIssuance === undefined) return undefined;
  const { AcmeOrders } = await import("#features/acme/orders.ts");
  return new AcmeOrders({
    ...surroundings,
    ...acme,
    names: certificateNames(config),
    kept: keptIssuance,
    zone,
    ask: async (url, request) => await web.askNamed(acme.directory, url, request),
    aliasesOf: async (name) => await inspector.aliasesOf(name),
    textsAtEach: async (name) => await inspector.textsAtEach(name),
    notices,
    operator: { account: localAccount, region },
  });
}
