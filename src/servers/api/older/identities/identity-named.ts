import type { Owner } from "#platform/owner.ts";
import { readArn } from "#protocols/arn/arn.ts";

const ofIdentities = "identity/";

/** Some calls take an identity's ARN in place of its name; without an account it is the caller's own. One that is somebody else's names nothing that is here. */
export function identityNamed(text: string, { account, region }: Owner): string {
  const arn = readArn(text);
  const isOwn = arn?.service === "ses" && [account, ""].includes(arn.account) && arn.region === region;
  return isOwn && arn.resource.startsWith(ofIdentities) ? arn.resource.slice(ofIdentities.length) : text;
}
