import {
  type BlocklistAnswer,
  blocklistName,
  blocklistText,
  readBlocklistAnswer,
  testEntries,
} from "#protocols/dns/blocklist.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { Blocklist } from "./blocklist.ts";

export type LookUp = (name: string, type: "A" | "TXT") => Promise<Looked>;

const longestDescription = 500;

export type Asked =
  | { readonly kind: "listed"; readonly description: string | undefined }
  | { readonly kind: "clear" }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Asks a list about an address, and then for its test entries: one that has been given up denies everything, or lists everything, and either
 * would be a lie about us. Asked afterwards, they vouch for the answer and not for one to come.
 */
export async function askBlocklist(list: Blocklist, address: string, lookUp: LookUp): Promise<Asked> {
  const ask = async (of: string): Promise<BlocklistAnswer> =>
    readBlocklistAnswer(await lookUp(blocklistName(of, list.zone), "A"));
  const answer = await ask(address);
  if (answer.kind === "unknown") return answer;
  const trouble = await troubleOf(testEntries(address), ask);
  if (trouble !== undefined) return { kind: "unknown", reason: trouble };
  if (answer.kind === "clear") return { kind: "clear" };
  const text = blocklistText(await lookUp(blocklistName(address, list.zone), "TXT"));
  return { kind: "listed", description: withoutKey(text, list)?.slice(0, longestDescription).toWellFormed() };
}

/** Why the list is not to be believed. */
async function troubleOf(
  entries: ReturnType<typeof testEntries>,
  ask: (of: string) => Promise<BlocklistAnswer>,
): Promise<string | undefined> {
  const never = await ask(entries.never);
  if (never.kind === "unknown") return never.reason;
  if (never.kind === "listed") return `it lists everything, ${entries.never} too`;
  const answers = await Promise.all(entries.listed.map(ask));
  if (answers.some(({ kind }) => kind === "listed")) return undefined;
  const silent = answers.find((answer) => answer.kind === "unknown");
  return silent?.reason ?? `it has no test entry ${entries.listed.join(" or ")}`;
}

/** A list may repeat what it was asked. */
function withoutKey(text: string | undefined, { key }: Blocklist): string | undefined {
  return key === undefined ? text : text?.replace(new RegExp(RegExp.escape(key), "gi"), "***");
}
