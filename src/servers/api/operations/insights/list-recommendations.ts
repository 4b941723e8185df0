import type { Recommendation } from "#features/recommendations/index.ts";
import { badRequest } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn, writeArn } from "#protocols/arn/arn.ts";
import { filterValue } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

const types = ["DKIM", "DMARC", "SPF", "BIMI", "COMPLAINT", "BOUNCE", "FEEDBACK_3P", "IP_LISTING"] as const;

export function listRecommendations({
  recommendations,
}: Pick<Services, "recommendations">): OperationHandler<"ListRecommendations"> {
  return async ({ Filter, PageSize, NextToken }, { owner }, { signal }) => {
    const filter = {
      type: filterValue(Filter, "TYPE", types),
      impact: filterValue(Filter, "IMPACT", ["LOW", "HIGH"]),
      identity: Filter?.RESOURCE_ARN === undefined ? undefined : identityIn(Filter.RESOURCE_ARN, owner),
    };
    // What was mended is remembered nowhere.
    if (filterValue(Filter, "STATUS", ["OPEN", "FIXED"]) === "FIXED") return { Recommendations: [] };
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await recommendations.list(owner, filter, page, signal);
    return {
      Recommendations: items.map((one) => shown(one, owner)),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}

function shown({ identity, type, description, impact, since, seenAt }: Recommendation, owner: Owner) {
  return {
    ResourceArn: writeArn({ partition: "aws", service: "ses", ...owner, resource: `identity/${identity}` }),
    Type: type,
    Description: description,
    Status: "OPEN" as const,
    Impact: impact,
    ...(since === undefined ? {} : { CreatedTimestamp: new Date(since) }),
    LastUpdatedTimestamp: new Date(seenAt),
  };
}

function identityIn(text: string, { account, region }: Owner): string {
  const arn = readArn(text);
  const [, name] = /^identity\/(.+)$/.exec(arn?.resource ?? "") ?? [];
  if (arn?.account === account && arn.region === region && name !== undefined) return name;
  const message = `<${text}> is the ARN of no identity here.`;
  throw badRequest("Filter.RESOURCE_ARN", message);
}
