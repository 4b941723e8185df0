import type { CreateEmailIdentityRequest, GetEmailIdentityResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toAscii } from "#console/names/in-letters.ts";
import { call, callForText } from "./call.ts";
import type { Plain, Resource } from "./plain.ts";

export type VerificationStatus = "NOT_STARTED" | "PENDING" | "SUCCESS" | "FAILED" | "TEMPORARY_FAILURE";

export interface StatusSince {
  readonly status: VerificationStatus;
  readonly since: string;
}

export interface ListedIdentity {
  readonly name: string;
  readonly kind: "domain" | "address";
  readonly may_send: boolean;
  readonly verification: StatusSince;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export interface RequiredRecord {
  readonly purpose: "dkim" | "mail-from" | "advice";
  readonly name: string;
  readonly type: "CNAME" | "TXT" | "MX";
  readonly value: string;
  /** What the last check saw; null before there was one. */
  readonly found: Found | null;
}

export interface Found {
  readonly verdict: Verdict;
  readonly checked_at: string;
  readonly diagnosis: Diagnosis;
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    readonly result: string;
    readonly values: readonly string[];
    readonly took_ms: number;
  }[];
}

export type Verdict = "found" | "absent" | "wrong" | "disagree" | "unreachable";

/** A record that proves nothing here and that receivers like to see. */
export interface Advice {
  readonly purpose: "spf" | "dmarc";
  readonly name: string;
  readonly type: "TXT";
  /** What to publish; null where there is nothing. */
  readonly value: string | null;
  readonly found: readonly string[];
  readonly status: "right" | "missing" | "wrong" | "unknown";
  readonly diagnosis: Diagnosis;
}

export interface DkimKey {
  readonly selector: string;
  readonly stage: "empty" | "pending" | "active" | "retiring" | "retired";
  readonly since: string;
  readonly bits?: number;
}

/** An identity with what is to be published for it, and what the last check saw. */
export interface Proof extends Resource {
  readonly name: string;
  readonly kind: "domain" | "address";
  readonly may_send: boolean;
  readonly verification: StatusSince;
  readonly dkim: {
    readonly origin: string;
    readonly signing_enabled: boolean;
    readonly verification: StatusSince;
    readonly keys: readonly DkimKey[];
  };
  readonly mail_from?: { readonly domain: string; readonly verification: StatusSince };
  readonly records: readonly RequiredRecord[];
  readonly latest_check?: Check;
}

export type Identity = Plain<GetEmailIdentityResponse>;

/** All checks in a row that saw the same. */
export interface Check {
  readonly id: string;
  readonly subject: "dkim" | "mail-from";
  readonly first_seen_at: string;
  readonly checked_at: string;
  readonly status: string;
  readonly evidence: readonly Evidence[];
}

export interface Diagnosis {
  readonly code: string;
  readonly text: string;
  readonly advice?: string;
}

/** What was looked for at one name, and what each name server answered. */
export interface Evidence {
  readonly expectation: {
    readonly kind: "dkim-cname" | "dkim-txt" | "mail-from";
    readonly name: string;
    readonly target?: string;
    readonly exchange?: string;
  };
  readonly at: string;
  readonly zone?: string;
  readonly soa?: {
    readonly primary_name_server: string;
    readonly admin_email: string;
    readonly serial: number;
  };
  readonly path?: readonly {
    readonly server: string;
    readonly asked: string;
    readonly result: string;
    readonly took_ms: number;
  }[];
  readonly servers: readonly NameServerAnswer[];
  readonly verdict: Verdict;
  readonly diagnosis: Diagnosis;
}

export interface NameServerAnswer {
  readonly name: string;
  readonly address: string;
  readonly asked: { readonly name: string; readonly type: string };
  readonly result: string;
  readonly answers: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: string;
    readonly ttl: number;
  }[];
  readonly took_ms: number;
}

export interface IdentityFilter {
  readonly name?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly tag_key?: string;
  /** Without it, any. */
  readonly tag_value?: string;
}

export const identitiesKey = ["identities"] as const;
const listPath = "/signet/v1/identities";

interface IdentityPage {
  readonly identities: readonly ListedIdentity[];
  readonly next_token: string | null;
}

export function identitiesQuery(filter: IdentityFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...identitiesKey, "list", filter],
    queryFn: async ({ signal, pageParam }) =>
      await call<IdentityPage>("GET", listPath, {
        query: { ...asked(filter), page_size: 50, next_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
    // What is narrowed does not flicker while one types.
    placeholderData: keepPreviousData,
  });
}

function asked({ name, ...filter }: IdentityFilter) {
  return { ...filter, name: name && toAscii(name) };
}

/** The first few that match, where the list is elsewhere. */
export function fewIdentitiesQuery(filter: IdentityFilter, atMost: number) {
  return queryOptions({
    queryKey: [...identitiesKey, "few", filter, atMost],
    queryFn: async ({ signal }) =>
      await call<IdentityPage>("GET", listPath, { query: { ...asked(filter), page_size: atMost }, signal }),
  });
}

export function proofQuery(name: string) {
  return queryOptions({
    queryKey: [...identitiesKey, "one", name, "proof"],
    queryFn: async ({ signal }) => await call<Proof>("GET", signetPath(name), { signal }),
  });
}

export function identityQuery(name: string) {
  return queryOptions({
    queryKey: [...identitiesKey, "one", name, "settings"],
    queryFn: async ({ signal }) => await call<Identity>("GET", sesPath(name), { signal }),
  });
}

export function checksQuery(name: string) {
  return queryOptions({
    queryKey: [...identitiesKey, "one", name, "checks"],
    queryFn: async ({ signal }) =>
      await call<{ readonly checks: readonly Check[] }>("GET", `${signetPath(name)}/checks`, { signal }),
  });
}

export async function createIdentity(request: Plain<CreateEmailIdentityRequest>): Promise<void> {
  await call("POST", "/v2/email/identities", { body: request });
}

export async function deleteIdentity(name: string): Promise<void> {
  await call("DELETE", sesPath(name));
}

export async function checkNow(name: string): Promise<Proof> {
  return await call<Proof>("POST", `${signetPath(name)}/check`);
}

export async function resendLink(name: string): Promise<Proof> {
  return await call<Proof>("POST", `${signetPath(name)}/resend`);
}

export async function rotateKey(name: string): Promise<Proof> {
  return await call<Proof>("POST", `${signetPath(name)}/rotate`);
}

/** Publishes what is to be published in the local zone, which answers in place of a domain of one's own. */
export async function publishLocally(name: string): Promise<Proof> {
  return await call<Proof>("POST", `${signetPath(name)}/publish`);
}

export function adviceQuery(name: string) {
  return queryOptions({
    queryKey: ["advice", name],
    queryFn: async ({ signal }) =>
      await call<{ readonly advice: readonly Advice[] }>("GET", `${signetPath(name)}/advice`, { signal }),
    staleTime: 60_000,
  });
}

export const exportFormats = {
  zone: "Zone file",
  cloudflare: "Cloudflare",
  terraform: "Terraform",
  route53: "Route 53",
  nsupdate: "nsupdate",
  csv: "CSV",
} as const;
export type ExportFormat = keyof typeof exportFormats;

/** What is done with it. */
export const exportHints: Readonly<Partial<Record<ExportFormat, string>>> = {
  cloudflare:
    "Cloudflare takes a zone file: DNS, Records, Import and Export. Leave “Proxy imported DNS records” off, or nobody finds the keys.",
  route53: "aws route53 change-resource-record-sets --hosted-zone-id … --change-batch file://…",
};

/** The records as a text for a zone, a tool, or a provider's import. */
export function exportQuery(name: string, format: ExportFormat) {
  return queryOptions({
    queryKey: [...identitiesKey, "one", name, "export", format],
    queryFn: async ({ signal }) =>
      await callForText(`${signetPath(name)}/records`, {
        query: { format: format === "cloudflare" ? "zone" : format },
        signal,
      }),
  });
}

export function sesPath(name: string): string {
  return `/v2/email/identities/${encodeURIComponent(name)}`;
}

function signetPath(name: string): string {
  return `${listPath}/${encodeURIComponent(name)}`;
}
