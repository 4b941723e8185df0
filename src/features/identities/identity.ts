import type { DkimKey, KeyBits } from "#features/dkim-keys/index.ts";
import { dayMs, hourMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";

/** SES's VerificationStatus and DkimStatus. */
export type VerificationStatus = "not-started" | "pending" | "success" | "failed" | "temporary-failure";

/** A status and since when it holds (ms). */
export interface Verification {
  readonly status: VerificationStatus;
  readonly since: number;
}

/** How long a domain's records are looked for, and how long vanished ones are waited for. */
export const domainProofWindowMs = 72 * hourMs;
/** How long a mailed link is good for. */
export const addressProofWindowMs = 24 * hourMs;
/** A signing key's length may be changed once in this time. */
export const keyLengthChangeWindowMs = dayMs;

/** Where the domain's key comes from: `AWS_SES` (Easy DKIM), `EXTERNAL` (BYODKIM), or the region it is shared with. */
export type DkimOrigin = "AWS_SES" | "EXTERNAL" | `AWS_SES_${string}`;

export interface DkimSettings {
  readonly signingEnabled: boolean;
  /** Of an address: it is not to be signed for, whatever its domain says. */
  readonly hasOptedOut: boolean;
  readonly origin: DkimOrigin;
  readonly verification: Verification;
  readonly nextKeyBits: KeyBits | undefined;
  readonly keyBitsChangedAt: number | undefined;
}

export type MxFailureBehavior = "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";

export interface MailFrom {
  readonly domain: string;
  readonly verification: Verification;
}

/** What the last check saw, in the words of SES's VerificationInfo. */
export interface CheckSummary {
  readonly lastCheckedAt: number | undefined;
  readonly lastSuccessAt: number | undefined;
  readonly errorType: string | undefined;
  readonly soa: Soa | undefined;
}

export interface Soa {
  readonly primaryNameServer: string;
  readonly adminEmail: string;
  readonly serial: number;
}

export interface Identity {
  readonly owner: Owner;
  readonly id: string;
  /** A domain in lower case and A-labels; an address as it was given. */
  readonly name: string;
  readonly kind: "address" | "domain";
  readonly createdAt: number;
  readonly configurationSet: string | undefined;
  readonly feedbackForwarding: boolean;
  readonly verification: Verification;
  readonly dkim: DkimSettings;
  readonly mailFrom: MailFrom | undefined;
  readonly onMxFailure: MxFailureBehavior;
  readonly lastCheck: CheckSummary;
}

/** What ListEmailIdentities shows. */
export type ListedIdentity = Pick<Identity, "name" | "kind" | "verification">;

/** An identity with everything that GetEmailIdentity shows. */
export interface IdentityDetails extends Identity {
  readonly keys: readonly DkimKey[];
  readonly policies: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** A domain whose records vanished may send until the wait for them is over (SES: TEMPORARY_FAILURE). */
export function maySend({ verification }: Pick<Identity, "verification">): boolean {
  return verification.status === "success" || verification.status === "temporary-failure";
}

/** An address nobody confirmed in time has failed; no write is needed to say so. */
export function verificationAt(
  kind: Identity["kind"],
  { status, since }: Verification,
  now: number,
): Verification {
  return kind === "address" && status === "pending" && now - since >= addressProofWindowMs
    ? { status: "failed", since: since + addressProofWindowMs }
    : { status, since };
}

/** The region whose key a replica signs with (`AWS_SES_EU_WEST_1` → `eu-west-1`); undefined for one that has its own. */
export function parentRegion(origin: DkimOrigin): string | undefined {
  const region = /^AWS_SES_([A-Z0-9_]+)$/.exec(origin)?.[1];
  return region?.toLowerCase().replaceAll("_", "-");
}

/** How a replica names the region whose key it signs with: the reverse of `parentRegion`. */
export function originOf(region: string): DkimOrigin {
  return `AWS_SES_${region.toUpperCase().replaceAll("-", "_")}`;
}
