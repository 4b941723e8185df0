import { type Clock, dayMs, hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import { type GuardedRequestOptions, guardedGet } from "#protocols/http/guarded-request.ts";
import { readStsId, readStsPolicy, type StsPolicy } from "#protocols/mta-sts/policy.ts";

interface Kept {
  readonly id: string;
  readonly until: number;
  /** Before it ends it is read again: who keeps us from its server for the last minutes would be rid of it. */
  readonly readAgainAt: number;
  readonly policy: StsPolicy;
}

/** What is known of a domain, and until when nothing is asked anew. */
interface Known {
  readonly until: number;
  readonly kept: Kept | undefined;
}

const recordKeptMs = 5 * minuteMs;
/** RFC 8461 §10.2: a policy is to be looked at again long before its time is up; once a day will do. */
const longestUnreadMs = dayMs;
/** A server that has gone is not asked at every message. */
const readAgainAfterMs = hourMs;
/** Everybody may make domains, and policies of 64 KB for them. */
const mostBytes = 32 * 1024 * 1024;
const bytesBesides = 500;

/** Policies of domains (MTA-STS, RFC 8461): looked for by DNS, read over HTTPS, and kept for as long as they say. */
export class StsPolicies {
  readonly #lookUp: (name: string, type: "TXT") => Promise<Looked>;
  readonly #fetch: (url: string) => Promise<string | undefined>;
  readonly #clock: Clock;
  readonly #mostBytes: number;
  /** The one that was asked for least lately comes first. */
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<string, Promise<StsPolicy | undefined>>();
  #bytes = 0;

  constructor(parts: {
    lookUp: (name: string, type: "TXT") => Promise<Looked>;
    /** The text of a policy, as `policyAt` has it. */
    fetch: (url: string) => Promise<string | undefined>;
    clock: Clock;
    mostBytes?: number;
  }) {
    this.#lookUp = parts.lookUp;
    this.#fetch = parts.fetch;
    this.#clock = parts.clock;
    this.#mostBytes = parts.mostBytes ?? mostBytes;
  }

  /**
   * What holds for a domain now; a policy that was known outlives a record or a server that has gone (RFC 8461 §3.3, §5.1). Whoever has to
   * wait for it enters first, and throws what `enter` throws.
   */
  async policyOf(domain: string, enter?: () => Disposable): Promise<StsPolicy | undefined> {
    const known = this.#known.get(domain);
    if (known !== undefined && known.until > this.#clock.now()) {
      this.#note(domain, known);
      return known.kept?.policy;
    }
    using _ = enter?.();
    const underWay = this.#underWay.get(domain);
    if (underWay !== undefined) return await underWay;
    const asking = this.#ask(domain, known?.kept).finally(() => this.#underWay.delete(domain));
    this.#underWay.set(domain, asking);
    return await asking;
  }

  async #ask(domain: string, before: Kept | undefined): Promise<StsPolicy | undefined> {
    const now = this.#clock.now();
    const valid = before !== undefined && before.until > now ? before : undefined;
    const kept = await this.#find(domain, valid);
    this.#note(domain, { until: now + recordKeptMs, kept });
    return kept?.policy;
  }

  async #find(domain: string, valid: Kept | undefined): Promise<Kept | undefined> {
    const now = this.#clock.now();
    const looked = await this.#lookUp(`_mta-sts.${domain}`, "TXT");
    const id = looked.kind === "records" ? readStsId(textsOf(looked)) : undefined;
    if (id === undefined || (id === valid?.id && now < valid.readAgainAt)) return valid;
    const body = await this.#fetch(`https://mta-sts.${domain}/.well-known/mta-sts.txt`);
    const policy = body === undefined ? undefined : readStsPolicy(body);
    if (policy === undefined) return valid && { ...valid, readAgainAt: now + readAgainAfterMs };
    const keptMs = policy.maxAgeSeconds * secondMs;
    const readAgainAt = now + Math.min(keptMs / 2, longestUnreadMs);
    // A copy: the names in it are parts of the whole text, and would keep it.
    return { id, until: now + keptMs, readAgainAt, policy: structuredClone(policy) };
  }

  #note(domain: string, known: Known): void {
    this.#forget(domain);
    this.#known.set(domain, known);
    this.#bytes += bytesOf(domain, known);
    for (const [first] of this.#known) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#forget(first);
    }
  }

  #forget(domain: string): void {
    const known = this.#known.get(domain);
    if (known === undefined) return;
    this.#known.delete(domain);
    this.#bytes -= bytesOf(domain, known);
  }
}

/**
 * The text of the policy at a URL; undefined where there is none. RFC 8461 §3.3: nothing is followed, and it must be text: elsewhere
 * everybody might have been let put a file there. Of one that is too long, what is missing may be servers.
 */
export async function policyAt(url: string, options: GuardedRequestOptions): Promise<string | undefined> {
  const got = await guardedGet(url, options);
  const isPolicy =
    got.kind === "answered" && got.status === 200 && got.mediaType === "text/plain" && got.isWhole;
  return isPolicy ? got.body : undefined;
}

function bytesOf(domain: string, { kept }: Known): number {
  const names = kept?.policy.mx ?? [];
  return names.reduce((bytes, name) => bytes + name.length + 50, domain.length + bytesBesides);
}

function textsOf({ records }: Extract<Looked, { kind: "records" }>): string[] {
  return records.flatMap((record) =>
    record.type === "TXT" ? [Buffer.concat(record.strings).toString("latin1")] : [],
  );
}
