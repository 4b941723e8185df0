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
  const entries = testEntries(address);
  const [listed, never] = await Promise.all([ask(entries.listed), ask(entries.never)]);
  if (listed.kind === "unknown") return listed;
  if (listed.kind === "clear") return { kind: "unknown", reason: `it has no test entry ${entries.listed}` };
  if (never.kind === "unknown") return never;
  if (never.kind === "listed")
    return { kind: "unknown", reason: `it lists everything, ${entries.never} too` };
  if (answer.kind === "clear") return { kind: "clear" };
  const text = blocklistText(await lookUp(blocklistName(address, list.zone), "TXT"));
  return { kind: "listed", description: withoutKey(text, list)?.slice(0, longestDescription).toWellFormed() };
}

/** A list may repeat what it was asked. */
function withoutKey(text: string | undefined, { key }: Blocklist): string | undefined {
  return key === undefined ? text : text?.replace(new RegExp(RegExp.escape(key), "gi"), "***");
}
