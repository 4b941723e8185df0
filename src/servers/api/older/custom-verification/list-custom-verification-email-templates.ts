import type { OlderHandler } from "#servers/api/handler.ts";
import { writeMetadata } from "#servers/api/operations/custom-verification/template-words.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listCustomVerificationEmailTemplates({
  customVerification,
}: Pick<Services, "customVerification">): OlderHandler<"ListCustomVerificationEmailTemplates"> {
  return async ({ MaxResults, NextToken }, { owner }) => {
    const page = { size: MaxResults, token: NextToken === "" ? undefined : NextToken };
    const { items, nextToken } = await customVerification.list(owner, page);
    return { CustomVerificationEmailTemplates: items.map(writeMetadata), NextToken: nextToken };
  };
}
