import { command } from "#cli/command.ts";
import type { Service } from "#cli/service.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { table } from "#cli/table.ts";

interface Listed {
  readonly IdentityName: string;
  readonly IdentityType: string;
  readonly VerificationStatus: string;
  readonly SendingEnabled: boolean;
}

export const listIdentities = command({
  words: "identity list",
  summary: "list the identities of the account and region",
  operands: {},
  options: serviceOptions,
  async run({ options }, terminal) {
    const identities = await fetchAll(await serviceOf(options, terminal));
    if (options.json) terminal.out(JSON.stringify(identities, undefined, 2));
    else if (identities.length === 0)
      terminal.out("No identities yet. Next: signet identity create example.com");
    else terminal.out(table([["NAME", "TYPE", "STATUS"], ...identities.map(row)]).join("\n"));
  },
});

async function fetchAll(service: Service): Promise<Listed[]> {
  const identities: Listed[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({
      PageSize: "1000",
      ...(next === undefined ? {} : { NextToken: next }),
    });
    const page = await service.call<{ EmailIdentities?: Listed[]; NextToken?: string }>(
      "GET",
      `v2/email/identities?${query.toString()}`,
    );
    identities.push(...(page.EmailIdentities ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return identities;
}

function row({ IdentityName, IdentityType, VerificationStatus }: Listed): string[] {
  return [IdentityName, words(IdentityType), words(VerificationStatus)];
}

function words(constant: string): string {
  return constant.toLowerCase().replaceAll("_", " ");
}
