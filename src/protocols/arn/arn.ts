/** An Amazon Resource Name: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, further colons included: `identity/"a:b"@example.com`. */
  readonly resource: string;
}

const longestArn = 2_048;
const pattern = /^arn:([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]*):([a-z0-9-]*):(.+)$/s;

/** Undefined for what is not an ARN. Region and account may be empty, as they are for global resources. */
export function readArn(text: string): Arn | undefined {
  if (text.length > longestArn) return undefined;
  const [, partition, service, region, account, resource] = pattern.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

export function writeArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
