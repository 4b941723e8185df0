import { passageLines, recordPassages, summary } from "./proof-text.ts";
import { publishLocally } from "./publish-locally.ts";
import { recordsText } from "./records-text.ts";
import type { Service } from "./service.ts";
import type { Proof } from "./shown-identity.ts";
import type { Terminal } from "./terminal.ts";
import { painter } from "./words.ts";

/** What `create` and `show` print: the identity, what to publish, and what was seen of it. */
export async function showProof(
  proof: Proof,
  context: {
    readonly service: Service;
    readonly terminal: Terminal;
    readonly options: { readonly json?: boolean; readonly "publish-locally"?: boolean };
    /** What `--json` prints. */
    readonly answer: unknown;
  },
): Promise<void> {
  const { service, terminal, options, answer } = context;
  const { identity } = proof;
  const published = options["publish-locally"] ? await publishLocally(service, identity.records) : undefined;
  if (options.json) {
    terminal.out(JSON.stringify(answer, undefined, 2));
    return;
  }
  const screen = { paint: painter(terminal), columns: terminal.columns, now: terminal.clock.now() };
  const lines = [...summary(proof, screen)];
  if (identity.records.length > 0) {
    lines.push(
      "",
      screen.paint("strong", "Records to publish"),
      ...recordsText(identity.records, terminal.columns),
      "",
      "Most DNS panels add the zone's name to what is typed: leave it out there.",
    );
  }
  if (published !== undefined)
    lines.push("", `${published} ${published === 1 ? "record" : "records"} set in the local zone.`);
  else if (proof.checks.length > 0) {
    lines.push("", screen.paint("strong", "Seen by the last check"));
    lines.push(...passageLines(recordPassages(proof, screen)));
  }
  const next = nextStep(proof);
  if (next !== undefined) lines.push("", next);
  terminal.out(lines.join("\n"));
}

function nextStep({ identity: { name, kind, verification } }: Proof): string | undefined {
  if (verification.status === "SUCCESS") return undefined;
  if (kind === "domain") return `Next: signet identity watch ${name}`;
  return verification.status === "FAILED"
    ? `Next: signet identity resend ${name}`
    : `A message with a link was sent to ${name}. Next: signet identity watch ${name}`;
}
