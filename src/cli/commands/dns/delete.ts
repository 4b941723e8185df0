import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";

export const deleteRecords = command({
  words: "dns delete",
  summary: "take a name's records, or those of one type, out of the local zone",
  operands: { name: "one", type: "optional" },
  options: serviceOptions,
  async run({ operands: { name, type }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const query = new URLSearchParams({ name, ...(type === undefined ? {} : { type }) });
    const answer = await service.call<{ removed: number }>(
      "DELETE",
      `signet/v1/dns/records?${query.toString()}`,
    );
    if (options.json) terminal.out(JSON.stringify(answer, undefined, 2));
    else if (answer.removed === 0) terminal.out("There was nothing to delete.");
    else terminal.out(`Deleted ${[name, type?.toUpperCase()].filter(Boolean).join(" ")}.`);
  },
});
