import { maySend } from "#features/identities/index.ts";
import { filterPart, filterValue } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readStatus, statusNames, statusOnWire } from "#servers/api/verification-status.ts";

const kinds = { EMAIL_ADDRESS: "address", DOMAIN: "domain" } as const;

export function listEmailIdentities({
  identities,
}: Pick<Services, "identities">): OperationHandler<"ListEmailIdentities"> {
  return async ({ Filter, PageSize, NextToken }, { owner }) => {
    const kind = filterValue(Filter, "IDENTITY_TYPE", ["EMAIL_ADDRESS", "DOMAIN"]);
    const status = filterValue(Filter, "VERIFICATION_STATUS", statusNames);
    const page = await identities.list(owner, {
      filter: {
        nameContains: filterPart(Filter, "IDENTITY_NAME_CONTAINS", { least: 3, most: 320 }),
        kind: kind && kinds[kind],
        status: status && readStatus(status),
      },
      page: { size: PageSize, token: NextToken },
    });
    return {
      EmailIdentities: page.items.map((identity) => ({
        IdentityType: identity.kind === "domain" ? "DOMAIN" : "EMAIL_ADDRESS",
        IdentityName: identity.name,
        SendingEnabled: maySend(identity),
        VerificationStatus: statusOnWire(identity.verification.status),
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  };
}
