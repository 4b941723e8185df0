import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { identityPath } from "#cli/shown-identity.ts";

export const rotateKeys = command({
  words: "identity rotate",
  summary: "make a domain's next DKIM key now; it signs once it was seen in DNS",
  operands: { name: "one" },
  options: serviceOptions,
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const answer = await service.call("POST", identityPath(name, "/rotate"));
    if (options.json) terminal.out(JSON.stringify(answer, undefined, 2));
    else
      terminal.out(`${name} has a new key. There is nothing to publish. See: signet identity show ${name}`);
  },
});
