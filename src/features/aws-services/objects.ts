import type { Owner } from "#platform/owner.ts";
import { matchesGlob } from "#protocols/policy/glob.ts";
import type { AwsAccess } from "./access.ts";
import { type Patience, patienceOf } from "./patience.ts";

const location = /^s3:\/\/([^/]+)\/(.+)$/s;
/** A whole object may take long; a connection that says nothing for so long is dead. */
const longestSilenceMs = 30_000;

/** An object could not be read. `isLasting`: nor will it be the next time. */
export class ObjectUnreadable extends Error {
  override readonly name = "ObjectUnreadable";
  readonly isLasting: boolean;

  constructor(
    message: string,
    { isLasting, cause }: { readonly isLasting: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.isLasting = isLasting;
  }
}

/** Objects in S3, or in what speaks like it, through the AWS SDK's client, which is loaded when it is first used. */
export class AwsObjects {
  readonly #access: AwsAccess;
  readonly #patience: Patience;

  constructor(access: AwsAccess, { silenceMs = longestSilenceMs } = {}) {
    this.#access = access;
    this.#patience = patienceOf(silenceMs);
  }

  /** Whether an account may have an object (`s3://bucket/key`) read: the credentials are the operator's, who named what. */
  permits({ account }: Owner, url: string): boolean {
    const [, bucket, key] = location.exec(url) ?? [];
    const arn = `arn:aws:s3:::${bucket}/${key}`;
    return (
      bucket !== undefined &&
      this.#access.sources.some((source) => matchesGlob(arn, source.replaceAll("{account}", account)))
    );
  }

  /** The content, over connections of its own: objects are few, and any text may be a region. Throws `ObjectUnreadable`. */
  async *read({ region }: Owner, url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const [, Bucket = "", Key = ""] = location.exec(url) ?? [];
    const { GetObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    const { endpoints, credentials } = this.#access;
    const client = new S3Client({
      region,
      maxAttempts: 1,
      requestHandler: this.#patience,
      followRegionRedirects: true,
      // Of those that speak like S3, most have no name for each bucket.
      ...(endpoints.s3 === undefined ? {} : { endpoint: endpoints.s3, forcePathStyle: true }),
      ...(credentials === undefined ? {} : { credentials }),
    });
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal: signal });
      yield* Body as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw unreadable(error);
    } finally {
      client.destroy();
    }
  }
}

function unreadable(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const status = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  const isLasting = status >= 400 && status < 500 && status !== 429;
  return new ObjectUnreadable(`The object could not be read: ${cause.name}: ${cause.message}`, {
    isLasting,
    cause,
  });
}
