import type { AwsAccess } from "#features/aws-services/access.ts";

/** Every service of AWS at one address, and one bucket that lists may be read from. */
export function accessTo(url: string): AwsAccess {
  return {
    targets: [],
    sources: ["arn:aws:s3:::lists/*"],
    endpoints: { sns: url, firehose: url, eventbridge: url, cloudwatch: url, s3: url },
    credentials: { accessKeyId: "AKIAOPERATOR", secretAccessKey: "of-the-operator" },
  };
}
