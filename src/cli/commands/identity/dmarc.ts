import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { identityPath } from "#cli/shown-identity.ts";
import { table } from "#cli/table.ts";

interface Source {
  /** null: several others, summed up. */
  readonly address: string | null;
  readonly messages: number;
  readonly passed: number;
  readonly ours: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly signed_by: string | null;
}

interface Summary {
  readonly address: string;
  readonly from: string;
  readonly messages: number;
  readonly passed: number;
  readonly reporters: readonly { readonly domain: string }[];
  readonly sources: readonly Source[];
}

export const showDmarcReports = command({
  words: "identity dmarc",
  summary: "show who sends in a domain's name, as receivers report it (DMARC)",
  operands: { name: "one" },
  options: {
    ...serviceOptions,
    days: { type: "string", value: "<number>", help: "how many days back, 90 at most; 30 unless said" },
  },
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const query =
      options.days === undefined ? "" : `?${new URLSearchParams({ days: options.days }).toString()}`;
    const summary = await service.call<Summary>("GET", identityPath(name, `/dmarc${query}`));
    terminal.out(
      options.json ? JSON.stringify(summary, undefined, 2) : summaryText(name, summary).join("\n"),
    );
  },
});

function summaryText(
  name: string,
  { address, from, messages, passed, reporters, sources }: Summary,
): string[] {
  const since = from.slice(0, 10);
  if (messages === 0) {
    return [
      `No receiver has reported of ${name} since ${since}.`,
      `They report once a day to where rua of its DMARC record says: mailto:${address}`,
    ];
  }
  return [
    `${messages} messages in the name of ${name} since ${since}, as ${reporters.length} report. ${passed} pass DMARC.`,
    "",
    ...table([
      ["FROM", "MESSAGES", "PASS", "SENT HERE", "QUARANTINED", "REJECTED", "SIGNED BY"],
      ...sources.map(sourceRow),
    ]),
  ];
}

function sourceRow(source: Source): string[] {
  const { address, messages, passed, ours, quarantined, rejected, signed_by } = source;
  return [
    address ?? "others",
    ...[messages, passed, ours, quarantined, rejected].map(String),
    signed_by ?? "nobody",
  ];
}
