import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function untagResource({ tags }: Pick<Services, "tags">): OperationHandler<"UntagResource"> {
  return async ({ ResourceArn, TagKeys }, { owner }) => {
    await tags.untag(owner, ResourceArn, TagKeys);
    return {};
  };
}
