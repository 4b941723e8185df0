import type { RequiredRecord } from "#features/identities/index.ts";
import type { Service } from "./service.ts";

/** What `GET /signet/v1/identities/{name}` answers. */
export interface ShownIdentity {
  readonly name: string;
  readonly kind: "address" | "domain";
  readonly may_send: boolean;
  readonly verification: ShownStatus;
  readonly dkim: {
    readonly origin: string;
    readonly signing_enabled: boolean;
    readonly verification: ShownStatus;
    readonly keys: readonly {
      readonly selector: string;
      readonly stage: string;
      readonly since: string;
      readonly bits?: number;
    }[];
  };
  readonly mail_from?: { readonly domain: string; readonly verification: ShownStatus };
  readonly records: readonly RequiredRecord[];
}

export interface ShownStatus {
  readonly status: "NOT_STARTED" | "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE";
  /** ISO 8601. */
  readonly since: string;
}

/** One of what `GET /signet/v1/identities/{name}/checks` answers, newest first. */
export interface ShownCheck {
  readonly id: string;
  readonly subject: "dkim" | "mail-from";
  readonly checked_at: string;
  readonly evidence: readonly ShownEvidence[];
}

/** The part of a record's evidence that is shown. */
export interface ShownEvidence {
  readonly expectation: { readonly kind: string; readonly name: string };
  readonly verdict: "found" | "absent" | "wrong" | "disagree" | "unreachable";
  readonly diagnosis: { readonly text: string; readonly advice: string };
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    readonly asked: { readonly name: string; readonly type: string };
    readonly result: string;
    readonly answers: readonly { readonly type: string; readonly value: string }[];
    readonly took_ms: number;
  }[];
  readonly spf?: { readonly status: "right" | "missing" | "wrong"; readonly seen?: string };
}

/** An identity with the last check of each of its subjects. */
export interface Proof {
  readonly identity: ShownIdentity;
  readonly checks: readonly ShownCheck[];
}

export function identityPath(name: string, call = ""): string {
  return `signet/v1/identities/${encodeURIComponent(name)}${call}`;
}

export async function fetchProof(service: Service, name: string): Promise<Proof> {
  const identity = await service.call<ShownIdentity>("GET", identityPath(name));
  const { checks } = await service.call<{ checks: ShownCheck[] }>("GET", identityPath(name, "/checks"));
  const latest = new Map<string, ShownCheck>();
  for (const check of checks) if (!latest.has(check.subject)) latest.set(check.subject, check);
  return { identity, checks: [...latest.values()] };
}
