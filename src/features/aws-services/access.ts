/** What the operator lets out to AWS, or to what speaks like it, and what is let in from there. */
export interface AwsAccess {
  /** ARNs with `*`, of what customers may name as the target of events; none: nothing is let out. */
  readonly targets: readonly string[];
  /** ARNs with `*` of objects in S3 that customers may have imported; `{account}` stands for their own account. */
  readonly sources: readonly string[];
  /** Undefined: AWS's own, or what the SDK's configuration says. */
  readonly endpoints: Readonly<Record<AwsService, string | undefined>>;
  /** Undefined: the SDK looks for them, in its files and on the machine. */
  readonly credentials: AwsCredentials | undefined;
}

export type AwsService = "sns" | "firehose" | "eventbridge" | "cloudwatch" | "s3";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
