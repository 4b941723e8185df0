import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";

export const deleteIdentity = command({
  words: "identity delete",
  summary: "delete an identity",
  operands: { name: "one" },
  options: serviceOptions,
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const answer = await service.call("DELETE", `v2/email/identities/${encodeURIComponent(name)}`);
    terminal.out(options.json ? JSON.stringify(answer, undefined, 2) : `${name} is deleted.`);
  },
});
