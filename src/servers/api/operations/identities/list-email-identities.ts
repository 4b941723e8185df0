import { maySend, type VerificationStatus } from "#features/identities/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readStatus, statusOnWire } from "#servers/api/verification-status.ts";

export function listEmailIdentities({
  identities,
}: Pick<Services, "identities">): OperationHandler<"ListEmailIdentities"> {
  return async ({ Filter = {}, PageSize, NextToken }, { owner }) => {
    const page = await identities.list(owner, {
      filter: {
        nameContains: Filter.IDENTITY_NAME_CONTAINS,
        kind: Filter.IDENTITY_TYPE === undefined ? undefined : readKind(Filter.IDENTITY_TYPE),
        status:
          Filter.VERIFICATION_STATUS === undefined ? undefined : requireStatus(Filter.VERIFICATION_STATUS),
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

function readKind(text: string): "address" | "domain" {
  if (text === "EMAIL_ADDRESS") return "address";
  if (text === "DOMAIN") return "domain";
  throw refusal("IDENTITY_TYPE", "EMAIL_ADDRESS or DOMAIN");
}

function requireStatus(text: string): VerificationStatus {
  const status = readStatus(text.toUpperCase());
  if (status !== undefined) return status;
  throw refusal("VERIFICATION_STATUS", "PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE or NOT_STARTED");
}

function refusal(key: string, values: string): CallerError {
  const message = `must be ${values}`;
  return new CallerError("bad-request", `Filter ${key} ${message}.`, [{ path: `Filter.${key}`, message }]);
}
