import type { Standing } from "#features/blocklists/index.ts";
import type { Finding } from "./finding.ts";

/** What blocklists say of the addresses that mail leaves from. A list without an answer is said beside what it said last. */
export function examineBlocklists(standings: readonly Standing[]): Finding {
  const listed = standings.filter(({ verdict }) => verdict === "listed");
  const unsaid = standings.filter(({ verdict, trouble }) => verdict === undefined || trouble !== undefined);
  const seen = [...listed.map(describeListing), ...unsaid.map(describeTrouble)].join(" ");
  if (listed.length > 0) {
    return {
      status: "failed",
      seen,
      advice: "Find out what was sent from there and stop it; then ask the list to remove the address.",
    };
  }
  if (standings.length === 0) {
    return {
      status: "unknown",
      seen: "No public address that mail leaves from is known here.",
      advice: "Name them by SIGNET_OUTBOUND_ADDRESSES or SIGNET_ADDRESSES.",
    };
  }
  if (unsaid.length > 0) {
    return {
      status: "unknown",
      seen,
      advice:
        "Many lists refuse public resolvers: let SIGNET_RESOLVERS name one of your own, or ask with a key.",
    };
  }
  const lists = new Set(standings.map(({ list }) => list));
  const addresses = new Set(standings.map(({ address }) => address));
  return {
    status: "ok",
    seen: `${[...lists].join(" and ")}: ${[...addresses].join(" and ")} not listed.`,
    advice: "",
  };
}

function describeListing({ address, list, listedAt, description }: Standing): string {
  const since = listedAt === undefined ? "" : ` since ${new Date(listedAt).toISOString().slice(0, 10)}`;
  return `${address} is on ${list}${since}${description === undefined ? "" : ` (${description})`}.`;
}

function describeTrouble({ address, list, trouble }: Standing): string {
  return trouble === undefined
    ? `${list} was not asked about ${address} yet.`
    : `${list} gave no answer about ${address}: ${trouble}.`;
}
