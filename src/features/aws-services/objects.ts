import type { Owner } from "#platform/owner.ts";
import { matchesGlob } from "#protocols/policy/glob.ts";
import type { AwsAccess } from "./access.ts";
import { optionsOf } from "./clients.ts";
import { isRefusal, reasonOf } from "./failures.ts";
import { type Patience, patienceOf, within } from "./patience.ts";

const location = /^s3:\/\/([^/]+)\/(.+)$/s;
/** A whole object may take long; a connection that says nothing for so long is dead. */
const longestSilenceMs = 30_000;
/** Until its content begins, or until it is known why it cannot be had. */
const longestAskedMs = 60_000;

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
  readonly #longestMs: number;

  constructor(access: AwsAccess, { silenceMs = longestSilenceMs, longestMs = longestAskedMs } = {}) {
    this.#access = access;
    this.#patience = patienceOf(silenceMs);
    this.#longestMs = longestMs;
  }

  /** Whether an account may have an object (`s3://bucket/key`) read: the credentials are the operator's, who named what. */
  permits({ account }: Owner, url: string): boolean {
    const [, bucket, key] = location.exec(url) ?? [];
    if (bucket === undefined || key === undefined) return false;
    // To S3 that is a name like any other; what speaks like it, or stands before it, may take it for a path, and lead to somebody else's.
    if (/(?:^|[/\\])\.\.?(?:[/\\]|$)/.test(key)) return false;
    const arn = `arn:aws:s3:::${bucket}/${key}`;
    return this.#access.sources.some((source) => matchesGlob(arn, source.replaceAll("{account}", account)));
  }

  /** The content, over connections of its own: objects are few, and any text may be a region. Throws `ObjectUnreadable`. */
  async *read(owner: Owner, url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (!this.permits(owner, url)) {
      throw new ObjectUnreadable(
        "The operator lets no import job read the object any more (SIGNET_AWS_IMPORTS).",
        {
          isLasting: true,
        },
      );
    }
    const [, Bucket = "", Key = ""] = location.exec(url) ?? [];
    const { GetObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    const { region } = owner;
    const client = new S3Client({
      ...optionsOf(this.#access, { service: "s3", region, patience: this.#patience }),
      followRegionRedirects: true,
      // Of those that speak like S3, most have no name for each bucket.
      forcePathStyle: this.#access.endpoints.s3 !== undefined,
    });
    try {
      const { Body } = await within(
        this.#longestMs,
        async (overdue) =>
          await client.send(new GetObjectCommand({ Bucket, Key }), {
            abortSignal: AbortSignal.any([signal, overdue]),
          }),
      );
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
  return new ObjectUnreadable(`The object could not be read: ${reasonOf(cause)}`, {
    isLasting: isRefusal(cause),
    cause,
  });
}
