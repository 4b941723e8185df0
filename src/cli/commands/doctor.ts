import { command } from "#cli/command.ts";
import { exitCodes } from "#cli/failures.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { painter } from "#cli/words.ts";

/** What `GET /signet/v1/doctor` answers. */
interface Report {
  readonly status: "ok" | "warning" | "failed" | "unknown" | "not-asked";
  readonly checks: readonly {
    readonly name: string;
    readonly status: Report["status"];
    readonly seen: string;
    readonly advice: string;
  }[];
}

const colours = {
  ok: "good",
  warning: "unsure",
  failed: "bad",
  unknown: "quiet",
  "not-asked": "quiet",
} as const;

export const doctor = command({
  words: "doctor",
  summary: "look at the installation: the way out, the zone, the certificate, the disk, the queue",
  notes: "Exits with 1 when something has failed.",
  operands: {},
  options: serviceOptions,
  async run({ options }, terminal) {
    const report = await (await serviceOf(options, terminal)).call<Report>("GET", "signet/v1/doctor");
    if (options.json) terminal.out(JSON.stringify(report, undefined, 2));
    else terminal.out(textOf(report, painter(terminal)));
    return report.status === "failed" ? exitCodes.failed : exitCodes.done;
  },
});

function textOf({ checks }: Report, paint: ReturnType<typeof painter>): string {
  return checks
    .flatMap(({ name, status, seen, advice }) => [
      `${paint(colours[status], status.padEnd(9))}  ${name}`,
      `           ${seen}`,
      ...(advice === "" ? [] : [`           ${advice}`]),
    ])
    .join("\n");
}
