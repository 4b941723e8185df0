import type { Reply } from "#protocols/dns/client/read-reply.ts";
import type { Sight } from "./ask-zone.ts";
import type { ErrorType, Verdict } from "./evidence.ts";
import type { Expectation } from "./expectation.ts";
import { compareKeys, textsAt } from "./key-finding.ts";

/** What one authoritative answer means for an expectation. */
export type Judgement =
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  | { readonly kind: "no-name" }
  | { readonly kind: "no-type" }
  /** A CNAME to another name than the one that is due, or where the key itself is: right or wrong depends on where it leads. */
  | { readonly kind: "alias"; readonly target: string };

export function judge(expectation: Expectation, reply: Reply): Judgement {
  const target = aliasAt(reply, expectation.name);
  switch (expectation.kind) {
    case "dkim-cname":
      if (target === undefined) return nothing(reply);
      return target === expectation.target ? { kind: "right" } : { kind: "alias", target };
    case "dkim-txt": {
      if (target !== undefined) return { kind: "alias", target };
      const { kind } = compareKeys(textsAt(reply, expectation.name), [expectation.publicKey]);
      return kind === "missing" ? nothing(reply) : { kind: kind === "matches" ? "right" : "wrong" };
    }
    case "mail-from": {
      // RFC 2181 §10.1: a name that is an alias has no MX of its own.
      if (target !== undefined) return { kind: "wrong" };
      const hosts = exchangesAt(reply, expectation.name);
      if (hosts.length === 0) return nothing(reply);
      return { kind: hosts.length === 1 && hosts[0] === expectation.exchange ? "right" : "wrong" };
    }
  }
}

function nothing(reply: Reply): Judgement {
  return { kind: reply.rcode === "NXDOMAIN" ? "no-name" : "no-type" };
}

export function aliasAt(reply: Reply, name: string): string | undefined {
  for (const record of reply.answers) {
    if (record.type === "CNAME" && record.name === name) return record.target;
  }
  return undefined;
}

/** Sorted, as texts are (`textsAt`): their preference is of no consequence where there is to be one. */
export function exchangesAt(reply: Reply, name: string): string[] {
  const exchanges = reply.answers.flatMap((record) =>
    record.type === "MX" && record.name === name ? [record.exchange] : [],
  );
  return exchanges.sort();
}

export interface Ruling {
  readonly verdict: Verdict;
  readonly errorType?: ErrorType;
}

/**
 * Success needs every server that answers to have the right record, and one that answers. A stale secondary does answer, so it
 * cannot hide; a dead one says nothing about the record and does not hold up anybody.
 */
export function rule(judgements: readonly Judgement[]): Ruling {
  const kinds = new Set(judgements.map(({ kind }) => kind));
  if (kinds.size === 0) return { verdict: "unreachable", errorType: "DNS_SERVER_ERROR" };
  const right = kinds.delete("right");
  if (right && kinds.size === 0) return { verdict: "found" };
  const errorType = errorTypeOf(kinds);
  if (right) return { verdict: "disagree", errorType };
  return { verdict: errorType === "INVALID_VALUE" ? "wrong" : "absent", errorType };
}

function errorTypeOf(kinds: ReadonlySet<Judgement["kind"]>): ErrorType {
  if (kinds.has("wrong") || kinds.has("alias")) return "INVALID_VALUE";
  return kinds.has("no-type") ? "TYPE_NOT_FOUND" : "HOST_NOT_FOUND";
}

/** The answers that count, in the order of the servers. */
export function repliesOf(sight: Sight): Reply[] {
  return sight.reports.flatMap(({ standing }) => (standing.kind === "answers" ? [standing.reply] : []));
}
