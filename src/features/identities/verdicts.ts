import { type Clock, hourMs } from "#platform/clock.ts";
import {
  domainProofWindowMs,
  type Identity,
  type Soa,
  type Verification,
  type VerificationStatus,
} from "./identity.ts";
import type { IdentityStore } from "./store.ts";

/** What a check found out beyond the status, in SES's words. */
export interface CheckFindings {
  readonly errorType: string | undefined;
  readonly soa: Soa | undefined;
}

/** What checks make of an identity: offered as changes, to be written together with the end of the check. */
export class IdentityVerdicts {
  readonly #store: IdentityStore;
  readonly #clock: Clock;

  constructor(parts: { store: IdentityStore; clock: Clock }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  /** DKIM proves the domain: the identity's own status follows, except that a new search leaves a proof in place for a while. */
  changesToRecordDkim(identity: Identity, dkim: Verification, findings: CheckFindings) {
    const now = this.#clock.now();
    const status = followed(identity, dkim.status, now);
    const change = {
      dkim_status: dkim.status,
      dkim_status_since: dkim.since,
      ...(status === identity.verification.status
        ? {}
        : { verification_status: status, verification_status_since: now }),
      last_checked_at: now,
      ...(dkim.status === "success" && findings.errorType === undefined ? { last_success_at: now } : {}),
      check_error: findings.errorType ?? null,
      ...(findings.soa === undefined ? {} : { soa: JSON.stringify(findings.soa) }),
    };
    const isNews =
      dkim.status !== identity.dkim.verification.status || status !== identity.verification.status;
    return this.#store.update(identity, change, { isNews });
  }

  changesToRecordMailFrom(identity: Identity, mailFrom: Verification) {
    const change = {
      mail_from_status: mailFrom.status,
      mail_from_status_since: mailFrom.since,
      last_checked_at: this.#clock.now(),
    };
    return this.#store.update(identity, change, {
      isNews: mailFrom.status !== identity.mailFrom?.verification.status,
    });
  }
}

/** A verified domain is looked at at least this often: an older proof than this is not renewed by having been there. */
const recheckedWithinMs = 6 * hourMs;

/**
 * While other keys are looked for, what was proven with earlier ones holds for as long as one search may take, and is then in doubt as
 * records that vanished are. Who switches keys again and again, but publishes none, does not stay verified.
 */
function followed(
  { verification: own, lastCheck }: Identity,
  dkim: VerificationStatus,
  now: number,
): VerificationStatus {
  if (dkim !== "pending") return dkim;
  switch (own.status) {
    case "success": {
      const provenAt = lastCheck.lastSuccessAt ?? own.since;
      return now - provenAt <= domainProofWindowMs + recheckedWithinMs ? own.status : "temporary-failure";
    }
    case "temporary-failure":
      return now - own.since < domainProofWindowMs ? own.status : dkim;
    default:
      return dkim;
  }
}
