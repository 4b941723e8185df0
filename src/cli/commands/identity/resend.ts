import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { identityPath } from "#cli/shown-identity.ts";

export const resendVerification = command({
  words: "identity resend",
  summary: "send an address a new verification message",
  operands: { name: "one" },
  options: serviceOptions,
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const answer = await service.call("POST", identityPath(name, "/resend"));
    if (options.json) terminal.out(JSON.stringify(answer, undefined, 2));
    else terminal.out(`A new message with a link is on its way to ${name}. The link is good for 24 hours.`);
  },
});
