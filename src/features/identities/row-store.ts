import { type Selectable } from "kysely";
import type { KeyBits } from "#features/dkim-keys/index.ts";
import type { IdentitiesTable } from "#platform/database/tables/identities.ts";
import { type DkimOrigin, type Identity, type MxFailureBehavior, type Soa } from "./identity.ts";

/** A row of `identities`. */
export type IdentityRow = Selectable<IdentitiesTable>;

export const identityColumns = [
  "account",
  "region",
  "name",
  "id",
  "kind",
  "created_at",
  "configuration_set",
  "feedback_forwarding",
  "verification_status",
  "verification_status_since",
  "dkim_signing_enabled",
  "dkim_opted_out",
  "dkim_origin",
  "dkim_status",
  "dkim_status_since",
  "next_key_bits",
  "key_bits_changed_at",
  "mail_from_domain",
  "mail_from_on_mx_failure",
  "mail_from_status",
  "mail_from_status_since",
  "last_checked_at",
  "last_success_at",
  "check_error",
  "soa",
] as const satisfies readonly (keyof IdentityRow)[];

export function toRow(identity: Identity): IdentityRow {
  const { owner, verification, dkim, mailFrom, lastCheck } = identity;
  return {
    ...owner,
    name: identity.name,
    id: identity.id,
    kind: identity.kind,
    created_at: identity.createdAt,
    configuration_set: identity.configurationSet ?? null,
    feedback_forwarding: identity.feedbackForwarding ? 1 : 0,
    verification_status: verification.status,
    verification_status_since: verification.since,
    dkim_signing_enabled: dkim.signingEnabled ? 1 : 0,
    dkim_opted_out: dkim.hasOptedOut ? 1 : null,
    dkim_origin: dkim.origin,
    dkim_status: dkim.verification.status,
    dkim_status_since: dkim.verification.since,
    next_key_bits: dkim.nextKeyBits ?? null,
    key_bits_changed_at: dkim.keyBitsChangedAt ?? null,
    mail_from_domain: mailFrom?.domain ?? null,
    mail_from_on_mx_failure: identity.onMxFailure,
    mail_from_status: mailFrom?.verification.status ?? null,
    mail_from_status_since: mailFrom?.verification.since ?? null,
    last_checked_at: lastCheck.lastCheckedAt ?? null,
    last_success_at: lastCheck.lastSuccessAt ?? null,
    check_error: lastCheck.errorType ?? null,
    soa: lastCheck.soa === undefined ? null : JSON.stringify(lastCheck.soa),
  };
}

export function toIdentity(row: IdentityRow): Identity {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    kind: row.kind,
    createdAt: row.created_at,
    configurationSet: row.configuration_set ?? undefined,
    feedbackForwarding: row.feedback_forwarding === 1,
    verification: { status: row.verification_status, since: row.verification_status_since },
    dkim: {
      signingEnabled: row.dkim_signing_enabled === 1,
      hasOptedOut: row.dkim_opted_out === 1,
      origin: row.dkim_origin as DkimOrigin,
      verification: { status: row.dkim_status, since: row.dkim_status_since },
      nextKeyBits: (row.next_key_bits ?? undefined) as KeyBits | undefined,
      keyBitsChangedAt: row.key_bits_changed_at ?? undefined,
    },
    mailFrom:
      row.mail_from_domain === null || row.mail_from_status === null
        ? undefined
        : {
            domain: row.mail_from_domain,
            verification: {
              status: row.mail_from_status,
              since: row.mail_from_status_since ?? row.created_at,
            },
          },
    onMxFailure: row.mail_from_on_mx_failure as MxFailureBehavior,
    lastCheck: {
      lastCheckedAt: row.last_checked_at ?? undefined,
      lastSuccessAt: row.last_success_at ?? undefined,
      errorType: row.check_error ?? undefined,
      soa: row.soa === null ? undefined : (JSON.parse(row.soa) as Soa),
    },
  };
}
