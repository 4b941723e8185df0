import { maySend, type VerificationStatus } from "#features/identities/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { statusOnWire } from "./dkim-attributes.ts";

export function listEmailIdentities({
  identities,
}: Pick<Services, "identities">): OperationHandler<"ListEmailIdentities"> {
  return async ({ Filter = {}, PageSize, NextToken }, { owner }) => {
    const page = await identities.list(owner, {
      filter: {
        nameContains: Filter.IDENTITY_NAME_CONTAINS,
        kind: Filter.IDENTITY_TYPE === undefined ? undefined : readKind(Filter.IDENTITY_TYPE),
        status: Filter.VERIFICATION_STATUS === undefined ? undefined : readStatus(Filter.VERIFICATION_STATUS),
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

function readStatus(text: string): VerificationStatus {
  const status = text.toLowerCase().replaceAll("_", "-");
  const known: readonly VerificationStatus[] = [
    "pending",
    "success",
    "failed",
    "temporary-failure",
    "not-started",
  ];
  const found = known.find((one) => one === status);
  if (found === undefined) {
    throw refusal("VERIFICATION_STATUS", "PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE or NOT_STARTED");
  }
  return found;
}

function refusal(key: string, values: string): CallerError {
  const message = `must be ${values}`;
  return new CallerError("bad-request", `Filter ${key} ${message}.`, [{ path: `Filter.${key}`, message }]);
}
