import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

const kinds = { EmailAddress: "address", Domain: "domain" } as const;

export function listIdentities({ identities }: Pick<Services, "identities">): OlderHandler<"ListIdentities"> {
  return async ({ IdentityType, MaxItems, NextToken }, { owner }) => {
    const { items, nextToken } = await identities.list(owner, {
      filter: { kind: IdentityType && kinds[IdentityType] },
      // An empty token asks for the first page, as none does.
      page: { size: MaxItems, token: NextToken === "" ? undefined : NextToken },
    });
    return { Identities: items.map(({ name }) => name), NextToken: nextToken };
  };
}
