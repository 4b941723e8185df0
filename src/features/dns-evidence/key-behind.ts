import type { Server } from "#protocols/dns/client/exchange.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";
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

/** Why no key was come to. `divided`: the servers of the last name do not agree where it leads. */
type Astray = "unreachable" | "endless" | "divided";

export interface KeyBehind {
  readonly finding: KeyFinding | { readonly kind: Astray };
  /** The names that the CNAMEs lead to, in turn; the key was found or missed at the last. */
  readonly names: readonly string[];
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
  const { names, replies, reports } = await follow(target, finder, signingZone);
  if (typeof replies === "string") return { finding: { kind: replies }, names, reports };
  const findings = replies.map((reply) => compareKeys(textsAt(reply, names.at(-1) ?? target), publicKeys));
  const amiss = findings.find(({ kind }) => kind !== "matches");
  return { finding: amiss ?? { kind: "matches", besides: [] }, names, reports };
}

/** The texts that one server has at the end of all CNAMEs; undefined where none could be asked. */
export async function textsBehind(
  target: string,
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<readonly string[] | undefined> {
  const { names, replies } = await follow(target, finder, signingZone);
  if (typeof replies === "string") return undefined;
  return replies.slice(0, 1).flatMap((reply) => textsAt(reply, names.at(-1) ?? target));
}

/** The names that CNAMEs lead through, `target` first; undefined where nobody could be asked about that. */
export async function aliasesFrom(
  target: string,
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<readonly string[] | undefined> {
  const { names, replies } = await follow(target, finder, signingZone);
  return replies === "unreachable" && names.length === 1 ? undefined : names;
}

/** The texts at a name, as each server of its zone that answers has them. */
export async function textsAtEach(
  name: string,
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<readonly (readonly string[])[]> {
  const sight = await lookForText(name, finder, signingZone);
  return sight.kind === "seen" ? repliesOf(sight).map((reply) => textsAt(reply, name)) : [];
}

interface Followed {
  /** Of which the last is where the CNAMEs end. */
  readonly names: readonly string[];
  readonly replies: readonly Reply[] | Astray;
  readonly reports: readonly ServerReport[];
}

async function follow(
  target: string,
  finder: ZoneFinder,
  signingZone: SigningZone | undefined,
): Promise<Followed> {
  const reports: ServerReport[] = [];
  const visited = new Set<string>();
  let name = target;
  while (!visited.has(name) && visited.size < maxAliases) {
    visited.add(name);
    const sight = await lookForText(name, finder, signingZone);
    if (sight.kind === "seen") reports.push(...sight.reports);
    const replies = sight.kind === "seen" ? repliesOf(sight) : [];
    if (replies.length === 0) return { names: [...visited], replies: "unreachable", reports };
    const at = name;
    const [alias, ...others] = new Set(replies.map((reply) => aliasAt(reply, at)));
    if (others.length > 0) return { names: [...visited], replies: "divided", reports };
    if (alias === undefined) return { names: [...visited], replies, reports };
    name = alias;
  }
  return { names: [...visited], replies: "endless", reports };
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
