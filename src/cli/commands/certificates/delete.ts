import { command } from "#cli/command.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { certificatesPath } from "./shown-certificate.ts";

export const deleteCertificate = command({
  words: "certificates delete",
  summary: "forget a certificate that no identity signs with, and its private key",
  operands: { id: "one" },
  options: serviceOptions,
  async run({ operands: { id }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const answer = await service.call("DELETE", `${certificatesPath}/${encodeURIComponent(id)}`);
    terminal.out(options.json ? JSON.stringify(answer, undefined, 2) : `${id} is deleted.`);
  },
});
