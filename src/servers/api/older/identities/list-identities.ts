import type { OlderHandler } from "#servers/api/handler.ts";
import { pageOf } from "#servers/api/older/page-of.ts";
import type { Services } from "#servers/api/operations/services.ts";

const kinds = { EmailAddress: "address", Domain: "domain" } as const;

export function listIdentities({ identities }: Pick<Services, "identities">): OlderHandler<"ListIdentities"> {
  return async (input, { owner }) => {
    const kind = input.IdentityType && kinds[input.IdentityType];
    const { items, nextToken } = await identities.list(owner, { filter: { kind }, page: pageOf(input) });
    return { Identities: items.map(({ name }) => name), NextToken: nextToken };
  };
}
