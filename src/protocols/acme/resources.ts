import { AcmeFailure, readProblem } from "./problem.ts";

/** What an authority's resources say, as far as it concerns us (RFC 8555 §7.1). Each reader throws `AcmeFailure` for what is none. */

export interface Directory {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
  readonly needsExternalAccount: boolean;
  /** Where it says when certificates are to be renewed (RFC 9773); undefined: nowhere. */
  readonly renewalInfo: string | undefined;
}

export interface Order {
  readonly status: "pending" | "ready" | "processing" | "valid" | "invalid";
  readonly authorizations: readonly string[];
  readonly finalize: string;
  /** Once it is valid. */
  readonly certificate: string | undefined;
  /** Why it is not. */
  readonly problem: string | undefined;
}

export interface Authorization {
  readonly name: string;
  readonly status: string;
  /** The proof by DNS; undefined where the authority wants none. */
  readonly challenge: DnsChallenge | undefined;
}

export interface DnsChallenge {
  readonly url: string;
  readonly token: string;
  readonly status: string;
  readonly problem: string | undefined;
}

/** As many as names may be in one order, and challenges in an authorization. */
const most = 100;
const longestUrl = 2_000;
const orderStatus = ["pending", "ready", "processing", "valid", "invalid"] as const;

export function readDirectory(document: unknown): Directory {
  const { newNonce, newAccount, newOrder, renewalInfo, meta } = record(document, "directory");
  return {
    newNonce: url(newNonce, "newNonce"),
    newAccount: url(newAccount, "newAccount"),
    newOrder: url(newOrder, "newOrder"),
    renewalInfo: renewalInfo === undefined ? undefined : url(renewalInfo, "renewalInfo"),
    needsExternalAccount:
      meta !== undefined && record(meta, "directory's meta")["externalAccountRequired"] === true,
  };
}

export function readOrder(document: unknown): Order {
  const { status, authorizations, finalize, certificate, error } = record(document, "order");
  const known = orderStatus.find((one) => one === status);
  if (known === undefined) throw strange("an order's status");
  return {
    status: known,
    authorizations: list(authorizations, "an order's authorizations").map((one) => url(one, "authorization")),
    finalize: url(finalize, "finalize"),
    certificate: certificate === undefined ? undefined : url(certificate, "certificate"),
    problem: readProblem(error)?.detail,
  };
}

export function readAuthorization(document: unknown): Authorization {
  const { identifier, status, challenges } = record(document, "authorization");
  const { value } = record(identifier, "identifier");
  const found = list(challenges, "an authorization's challenges")
    .map((one) => record(one, "challenge"))
    .find(({ type }) => type === "dns-01");
  return {
    name: text(value, "a name"),
    status: text(status, "an authorization's status"),
    challenge: found && {
      url: url(found["url"], "challenge"),
      token: text(found["token"], "a token"),
      status: text(found["status"], "a challenge's status"),
      problem: readProblem(found["error"])?.detail,
    },
  };
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw strange(`the ${what}`);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw strange(what);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string" || value.length > longestUrl) throw strange(what);
  return value;
}

function url(value: unknown, what: string): string {
  const given = text(value, `the URL of ${what}`);
  if (!URL.canParse(given)) throw strange(`the URL of ${what}`);
  return given;
}

function strange(what: string): AcmeFailure {
  return new AcmeFailure(
    `The authority's answer cannot be read: ${what} is missing, or not as RFC 8555 has it.`,
  );
}
