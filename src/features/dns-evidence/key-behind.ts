import type { Server } from "#protocols/dns/client/exchange.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import type { Look, ServerReport } from "./ask-zone.ts";
import { askZone, look } from "./ask-zone.ts";
import { aliasAt, repliesOf } from "./judge.ts";
import type { KeyFinding } from "./key-finding.ts";
import { compareKeys, textsAt } from "./key-finding.ts";
import type { ZoneFinder } from "./zone-finder.ts";

/** A zone of ours, asked at its own server rather than through the world. */
export interface SigningZone {
  readonly zone: string;
  readonly address: string;
  readonly port: number;
}

export interface KeyBehind {
  readonly finding: KeyFinding | { readonly kind: "unreachable" } | { readonly kind: "endless" };
  /** The name at which the key was found or missed, after all CNAMEs. */
  readonly name: string;
  readonly reports: readonly ServerReport[];
}

const maxAliases = 8;

/** Follows `target` to a key as a receiver does, CNAME by CNAME, and compares it. */
export async function lookBehind(
  target: string,
  publicKeys: readonly string[],
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<KeyBehind> {
  const reports: ServerReport[] = [];
  const visited = new Set<string>();
  let name = target;
  while (!visited.has(name) && visited.size < maxAliases) {
    visited.add(name);
    const sight = await lookForText(name, finder, signingZone);
    if (sight.kind === "seen") reports.push(...sight.reports);
    const replies = sight.kind === "seen" ? repliesOf(sight) : [];
    if (replies.length === 0) return { finding: { kind: "unreachable" }, name, reports };
    const at = name;
    const alias = replies.map((reply) => aliasAt(reply, at)).find((one) => one !== undefined);
    if (alias === undefined) {
      const findings = replies.map((reply) => compareKeys(textsAt(reply, at), publicKeys));
      const finding = findings.find(({ kind }) => kind !== "matches") ?? { kind: "matches" };
      return { finding, name, reports };
    }
    name = alias;
  }
  return { finding: { kind: "endless" }, name, reports };
}

async function lookForText(
  name: string,
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<Look> {
  const question = { name, type: "TXT" } as const;
  if (signingZone === undefined || !isAtOrBelow(name, signingZone.zone)) return await look(finder, question);
  const own: Server = { address: signingZone.address, port: signingZone.port, trusted: true };
  const zone = { apex: signingZone.zone, nameServers: [{ name: signingZone.zone, addresses: [own] }] };
  return await askZone(finder.walk, zone, question);
}
