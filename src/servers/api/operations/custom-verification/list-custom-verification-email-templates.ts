import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeMetadata } from "./template-words.ts";

export function listCustomVerificationEmailTemplates({
  customVerification,
}: Pick<Services, "customVerification">): OperationHandler<"ListCustomVerificationEmailTemplates"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await customVerification.list(owner, { size: PageSize, token: NextToken });
    return {
      CustomVerificationEmailTemplates: items.map(writeMetadata),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
