import { judge } from "#features/dns-evidence/judge.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { settle } from "#features/dns-evidence/where-it-leads.ts";
import { listed } from "./wording.ts";

/** Some servers have the record, some have not. */
export const serversDisagree: Diagnose = ({ verdict, look, expectation, behind }) => {
  if (verdict !== "disagree") return undefined;
  const having: string[] = [];
  const lacking: string[] = [];
  for (const { standing, name } of look.reports) {
    if (standing.kind !== "answers") continue;
    const judgement = settle(judge(expectation, standing.reply), expectation, behind);
    if (judgement) (judgement.kind === "right" ? having : lacking).push(name);
  }
  return {
    code: "servers-disagree",
    text: `Your name servers disagree: ${listed(having)} ${having.length === 1 ? "has" : "have"} the right record, ${listed(lacking)} ${lacking.length === 1 ? "has" : "have"} not.`,
    advice:
      "Wait some minutes until all have it. If it lasts, the other servers no longer take over changes: tell your DNS provider, or remove them from the domain's name servers.",
  };
};
