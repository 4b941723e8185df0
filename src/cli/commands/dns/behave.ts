import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { nearest } from "#cli/nearest.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";

const words = "dns behave";
const behaviours = ["answer", "servfail", "silent", "slow"];

export const behave = command({
  words,
  summary: "have the local zone fail for a name, to see what becomes of it",
  notes: `How: ${behaviours.join(", ")}. 'answer' is the ordinary way.\nIt holds for that very name: to see a domain fail, name its records.`,
  operands: { name: "one", how: "one" },
  options: {
    delay: { type: "string", value: "<ms>", help: "how slow 'slow' is (default: 3000)" },
    ...serviceOptions,
  },
  async run({ operands: { name, how }, options }, terminal) {
    if (!behaviours.includes(how)) {
      throw new UsageError(`'${how}' is none of ${behaviours.join(", ")}.${advice(how)}`, words);
    }
    if (options.delay !== undefined && !/^\d{1,9}$/.test(options.delay)) {
      throw new UsageError(`--delay ${options.delay}: expected milliseconds.`, words);
    }
    const service = await serviceOf(options, terminal);
    const answer = await service.call("PUT", "signet/v1/dns/records", {
      name,
      behaviour: how,
      ...(options.delay === undefined ? {} : { delay_ms: Number(options.delay) }),
    });
    terminal.out(options.json ? JSON.stringify(answer, undefined, 2) : `${name}: ${how}.`);
  },
});

function advice(how: string): string {
  const meant = nearest(how, behaviours);
  return meant === undefined ? "" : ` Did you mean ${meant}?`;
}
