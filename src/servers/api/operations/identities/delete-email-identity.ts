import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteEmailIdentity({
  identities,
}: Pick<Services, "identities">): OperationHandler<"DeleteEmailIdentity"> {
  return async ({ EmailIdentity }, { owner }) => {
    await identities.remove(owner, EmailIdentity);
    return {};
  };
}
