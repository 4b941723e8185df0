/** Which events may go out to AWS, how it is reached and as whom. */
export interface AwsChoice {
  /** ARNs with `*`. */
  readonly targets: readonly string[];
  /** Undefined: the SDK's own choice. */
  readonly endpoints: Readonly<Record<(typeof awsServices)[number], string | undefined>>;
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

const awsServices = ["sns", "firehose", "eventbridge", "cloudwatch"] as const;

export function readArnPatterns(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const pattern = entry.trim();
    if (!/^arn:[^:\s]+:(?:sns|firehose|events|cloudwatch):[^:\s]+:[^:\s]+:\S+$/.test(pattern)) {
      throw new Error(
        `${pattern} is no ARN of SNS, Firehose, EventBridge or CloudWatch, such as arn:aws:sns:eu-west-1:123456789012:*`,
      );
    }
    return pattern;
  });
}

/** The AWS SDK's own names: one for a service goes before the one for all. */
export function awsEndpoints(read: (suffix: string) => string | undefined): AwsChoice["endpoints"] {
  const all = read("");
  const of = (service: (typeof awsServices)[number]) => read(`_${service.toUpperCase()}`) ?? all;
  return {
    sns: of("sns"),
    firehose: of("firehose"),
    eventbridge: of("eventbridge"),
    cloudwatch: of("cloudwatch"),
  };
}

export function awsCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): AwsChoice["credentials"] {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
