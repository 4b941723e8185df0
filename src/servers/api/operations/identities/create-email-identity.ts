import { maySend } from "#features/identities/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { dkimAttributes, dkimRequest } from "./dkim-attributes.ts";

export function createEmailIdentity({
  identities,
  names,
}: Pick<Services, "identities" | "names">): OperationHandler<"CreateEmailIdentity"> {
  return async (input, { owner }) => {
    const identity = await identities.create(owner, {
      name: input.EmailIdentity,
      tags: readTags(input.Tags),
      configurationSet: input.ConfigurationSetName,
      dkim: input.DkimSigningAttributes && dkimRequest(input.DkimSigningAttributes),
    });
    const status = { VerifiedForSendingStatus: maySend(identity) };
    if (identity.kind === "address") {
      return withResource({ IdentityType: "EMAIL_ADDRESS", ...status }, identity);
    }
    // SES answers NOT_STARTED here and PENDING from the first read on.
    const attributes = { ...dkimAttributes(identity, names), Status: "NOT_STARTED" as const };
    return withResource({ IdentityType: "DOMAIN", ...status, DkimAttributes: attributes }, identity);
  };
}
