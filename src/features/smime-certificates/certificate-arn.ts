import type { Owner } from "#platform/owner.ts";
import { readArn, writeArn } from "#protocols/arn/arn.ts";

const type = "certificate/";

/** As those of AWS Certificate Manager: `arn:aws:acm:us-east-1:000000000000:certificate/crt_…`. */
export function arnOf({ account, region }: Owner, id: string): string {
  return writeArn({ partition: "aws", service: "acm", region, account, resource: `${type}${id}` });
}

/** The id, if it can be one of the owner's. */
export function idIn(arn: string, { account, region }: Owner): string | undefined {
  const read = readArn(arn);
  const isOwn = read?.service === "acm" && read.account === account && read.region === region;
  return isOwn && read.resource.startsWith(type) ? read.resource.slice(type.length) : undefined;
}
