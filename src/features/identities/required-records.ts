import { type DkimKey, hasKey } from "#features/dkim-keys/index.ts";
import { writeKeyRecord } from "#protocols/dkim/record.ts";
import type { Identity, IdentityDetails } from "./identity.ts";

/** A record that the owner of a domain publishes. */
export interface RequiredRecord {
  /** What it proves, or (`advice`) what receivers like to see. */
  readonly purpose: "dkim" | "mail-from" | "advice";
  readonly name: string;
  readonly type: "CNAME" | "TXT" | "MX";
  /** As a zone file or a provider's form takes it. */
  readonly value: string;
}

/** The zone under which customers' records point at us. */
export interface ServiceNames {
  readonly zone: string;
}

export function signingHostedZone({ zone }: ServiceNames): string {
  return `dkim.${zone}`;
}

export function feedbackHost({ zone }: ServiceNames, region: string): string {
  return `feedback-smtp.${region}.${zone}`;
}

/** Easy DKIM: three CNAMEs to our zone. BYODKIM: the public half of the key that was given. */
function dkimRecords(domain: string, keys: readonly DkimKey[], names: ServiceNames): RequiredRecord[] {
  return keys.flatMap((key): RequiredRecord[] => {
    const name = `${key.selector}._domainkey.${domain}`;
    if (key.origin === "easy") {
      return [{ purpose: "dkim", name, type: "CNAME", value: `${key.selector}.${signingHostedZone(names)}` }];
    }
    return hasKey(key)
      ? [{ purpose: "dkim", name, type: "TXT", value: writeKeyRecord(key.state.publicKey) }]
      : [];
  });
}

/** SES: exactly one MX decides; SPF is what makes receivers accept the envelope sender. */
function mailFromRecords({ owner, mailFrom }: Identity, names: ServiceNames): RequiredRecord[] {
  if (mailFrom === undefined) return [];
  const { domain: name } = mailFrom;
  return [
    { purpose: "mail-from", name, type: "MX", value: `10 ${feedbackHost(names, owner.region)}` },
    spfRecord(name, names),
  ];
}

/** What makes receivers accept an envelope sender at a MAIL FROM domain. */
export function spfRecord(name: string, { zone }: ServiceNames): RequiredRecord {
  return { purpose: "advice", name, type: "TXT", value: `v=spf1 include:${zone} ~all` };
}

/** All that the owner of an identity publishes; for an address, which is proven otherwise, what its MAIL FROM domain needs. */
export function requiredRecords(identity: IdentityDetails, names: ServiceNames): RequiredRecord[] {
  const dkim = identity.kind === "address" ? [] : dkimRecords(identity.name, identity.keys, names);
  return [...dkim, ...mailFromRecords(identity, names)];
}
