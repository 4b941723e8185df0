import { command } from "#cli/command.ts";
import type { Service } from "#cli/service.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { table } from "#cli/table.ts";
import { moment } from "#cli/words.ts";
import { certificatesPath, type ListedCertificate } from "./shown-certificate.ts";

export const listCertificates = command({
  words: "certificates list",
  summary: "list the certificates that messages are signed with, when they expire, and for whom",
  operands: {},
  options: serviceOptions,
  async run({ options }, terminal) {
    const certificates = await fetchAll(await serviceOf(options, terminal));
    if (options.json) terminal.out(JSON.stringify(certificates, undefined, 2));
    else if (certificates.length === 0)
      terminal.out("No certificates yet. Next: signet certificates import --help");
    else
      terminal.out(table([["ID", "EXPIRES", "ADDRESSES", "SIGNS FOR"], ...certificates.map(row)]).join("\n"));
  },
});

async function fetchAll(service: Service): Promise<ListedCertificate[]> {
  const certificates: ListedCertificate[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const query: string = next === "" ? "" : `?next_token=${encodeURIComponent(next)}`;
    const page = await service.call<{ certificates: ListedCertificate[]; next_token: string | null }>(
      "GET",
      `${certificatesPath}${query}`,
    );
    certificates.push(...page.certificates);
    next = page.next_token;
  }
  return certificates;
}

function row({ id, addresses, not_after, signs_for }: ListedCertificate): string[] {
  const identities = new Set(signs_for.map(({ identity }) => identity));
  return [id, moment(not_after), addresses.join(", "), [...identities].join(", ") || "nobody"];
}
