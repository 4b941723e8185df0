import { readArn } from "#protocols/arn/arn.ts";
import type { AwsAccess, AwsCredentials, AwsService } from "./access.ts";
import type { Patience } from "./patience.ts";
import { wholeAnswer } from "./whole-answer.ts";

interface Client {
  destroy(): void;
}

interface Kept {
  readonly client: Client;
  borrowers: number;
  isRetired: boolean;
}

const usualMost = 64;

/** What every client of the SDK is made with. */
export interface ClientOptions {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: Patience;
  readonly ignoreCache: boolean;
  readonly streamCollector: typeof wholeAnswer;
  readonly endpoint?: string;
  readonly credentials?: AwsCredentials;
}

/** The SDK's clients, one a service and region, kept: with each, its connections. */
export class AwsClients implements Disposable {
  readonly #access: AwsAccess;
  readonly #patience: Patience;
  readonly #most: number;
  /** The longest unused first. */
  readonly #kept = new Map<string, Kept>();

  constructor(access: AwsAccess, { patience, most = usualMost }: { patience: Patience; most?: number }) {
    this.#access = access;
    this.#patience = patience;
    this.#most = most;
  }

  /** `arn` says the region. Disposing of it gives it back. */
  borrow<Kind extends Client>(
    service: AwsService,
    arn: string,
    create: (options: ClientOptions) => Kind,
  ): Disposable & { readonly client: Kind } {
    const region = regionOf(arn);
    const name = `${service}/${region}`;
    const kept = this.#kept.get(name) ?? {
      client: create(optionsOf(this.#access, { service, region, patience: this.#patience })),
      borrowers: 0,
      isRetired: false,
    };
    kept.borrowers++;
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    for (const longestUnused of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#retire(longestUnused);
    }
    return {
      client: kept.client as Kind,
      [Symbol.dispose]: () => {
        kept.borrowers--;
        endIfDone(kept);
      },
    };
  }

  /** Who borrows it from now on gets a new one. */
  retire(service: AwsService, arn: string): void {
    this.#retire(`${service}/${regionOf(arn)}`);
  }

  [Symbol.dispose](): void {
    for (const name of this.#kept.keys()) this.#retire(name);
  }

  #retire(name: string): void {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    kept.isRetired = true;
    endIfDone(kept);
  }
}

function regionOf(arn: string): string {
  return readArn(arn)?.region ?? "";
}

/** Its connections end with it, those too over which somebody's answer is still to come. */
function endIfDone({ client, borrowers, isRetired }: Kept): void {
  if (isRetired && borrowers === 0) client.destroy();
}

export function optionsOf(
  { endpoints, credentials }: AwsAccess,
  { service, region, patience }: { service: AwsService; region: string; patience: Patience },
): ClientOptions {
  const endpoint = endpoints[service];
  return {
    region,
    // Whoever asks has a queue, and tries again from there.
    maxAttempts: 1,
    requestHandler: patience,
    // Each client reads the SDK's files anew: credentials may have come, or changed, since the one before.
    ignoreCache: true,
    streamCollector: wholeAnswer,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}
