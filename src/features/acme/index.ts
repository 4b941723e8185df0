import type { CertificateSource } from "#features/tls-certificate/index.ts";
import type { KeptIssuance } from "./kept-issuance.ts";
import { type AliasToPublish, aliasesOutside } from "./names.ts";

export { KeptIssuance } from "./kept-issuance.ts";
export { type AliasToPublish, aliasesInside, aliasesOutside, proofPlace } from "./names.ts";
export type { AcmeOrders } from "./orders.ts";

/** The authority's certificate; until there is one, another. */
export function certificateFromAcme(kept: KeptIssuance, meanwhile: CertificateSource): CertificateSource {
  return { load: async () => (await kept.certificate()) ?? (await meanwhile.load()) };
}

/** How it stands with the certificate. */
export interface AcmeStanding {
  readonly renewAt: number | undefined;
  readonly trouble: { readonly at: number; readonly reason: string } | undefined;
  /** When something is done next. */
  readonly dueAt: number;
  readonly missing: readonly AliasToPublish[];
}

/** Undefined before anybody has begun with it. */
export async function acmeStanding(kept: KeptIssuance, zone: string): Promise<AcmeStanding | undefined> {
  const found = await kept.find();
  if (found === undefined) return undefined;
  const { certificate, trouble, dueAt, unproven } = found.issuance;
  return {
    renewAt: certificate?.renewAt,
    trouble,
    dueAt,
    missing: aliasesOutside(zone, unproven),
  };
}
