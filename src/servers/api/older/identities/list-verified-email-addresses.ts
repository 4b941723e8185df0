import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

const atOnce = 1_000;

/** All of them, for this call has no pages; an account has 10,000 identities at most. */
export function listVerifiedEmailAddresses({
  identities,
}: Pick<Services, "identities">): OlderHandler<"ListVerifiedEmailAddresses"> {
  return async (_input, { owner }) => {
    const filter = { kind: "address", status: "success" } as const;
    const addresses: string[] = [];
    let token: string | undefined;
    do {
      const page = await identities.list(owner, { filter, page: { size: atOnce, token } });
      addresses.push(...page.items.map(({ name }) => name));
      token = page.nextToken;
    } while (token !== undefined);
    return { VerifiedEmailAddresses: addresses };
  };
}
