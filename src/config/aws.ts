/** Which events may go out to AWS, which objects may be read there, how it is reached and as whom. */
export interface AwsChoice {
  /** ARNs with `*`. */
  readonly targets: readonly string[];
  /** ARNs of objects with `*`, and with `{account}` for whoever asks. */
  readonly sources: readonly string[];
  /** Undefined: the SDK's own choice. */
  readonly endpoints: Readonly<Record<(typeof awsServices)[number], string | undefined>>;
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

const awsServices = ["sns", "firehose", "eventbridge", "cloudwatch", "s3"] as const;

export function readArnPatterns(text: string): readonly string[] {
  return patternsIn(text, {
    form: /^arn:[^:\s]+:(?:sns|firehose|events|cloudwatch):[^:\s]+:[^:\s]+:\S+$/,
    isMeant: "ARN of SNS, Firehose, EventBridge or CloudWatch, such as arn:aws:sns:eu-west-1:123456789012:*",
  });
}

export function readObjectArnPatterns(text: string): readonly string[] {
  return patternsIn(text, {
    form: /^arn:aws:s3:::[^/\s]+\/\S+$/,
    isMeant: "ARN of objects in S3, such as arn:aws:s3:::my-bucket/lists/*",
  });
}

function patternsIn(text: string, { form, isMeant }: { form: RegExp; isMeant: string }): readonly string[] {
  return text.split(",").map((entry) => {
    const pattern = entry.trim();
    if (!form.test(pattern)) throw new Error(`${pattern} is no ${isMeant}`);
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
    s3: of("s3"),
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
