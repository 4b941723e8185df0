import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { showProof } from "#cli/show-proof.ts";
import { fetchProof } from "#cli/shown-identity.ts";

export const showIdentity = command({
  words: "identity show",
  summary: "show the records to publish, and what the last check saw",
  operands: { name: "one" },
  options: {
    "publish-locally": { type: "boolean", help: "set the records in the service's local zone" },
    ...serviceOptions,
  },
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const proof = await fetchProof(service, name);
    await showProof(proof, { service, options, terminal, answer: proof.identity });
  },
});
