import { type Clock, dayMs, hourMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import { type GuardedRequestOptions, guardedGet } from "#protocols/http/guarded-request.ts";
import { readStsId, readStsPolicy, type StsPolicy } from "#protocols/mta-sts/policy.ts";

/** Why a policy that a domain has is not to be had (RFC 8460 §4.3.2.2). */
export type StsFault = "sts-policy-fetch-error" | "sts-policy-invalid" | "sts-webpki-invalid";

/** What is at a policy's place. */
export type PolicyText = { readonly text: string } | { readonly fault: StsFault };

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
  /** Why nothing is, although there is a record. */
  readonly fault: StsFault | undefined;
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
  readonly #fetch: (url: string) => Promise<PolicyText>;
  readonly #clock: Clock;
  readonly #mostBytes: number;
  /** The one that was asked for least lately comes first. */
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<string, Promise<StsPolicy | undefined>>();
  #bytes = 0;

  constructor(parts: {
    lookUp: (name: string, type: "TXT") => Promise<Looked>;
    /** As `policyAt` does. */
    fetch: (url: string) => Promise<PolicyText>;
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
    const now = this.#clock.now();
    if (known !== undefined && isAhead(known.until, { now, atMostMs: recordKeptMs })) {
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

  /** Why none holds for a domain that was asked about, although it has a record. */
  faultOf(domain: string): StsFault | undefined {
    return this.#known.get(domain)?.fault;
  }

  async #ask(domain: string, before: Kept | undefined): Promise<StsPolicy | undefined> {
    const now = this.#clock.now();
    const valid = before !== undefined && before.until > now ? before : undefined;
    const found = await this.#find(domain, valid);
    this.#note(domain, { until: now + recordKeptMs, ...found });
    return found.kept?.policy;
  }

  async #find(domain: string, valid: Kept | undefined): Promise<Pick<Known, "kept" | "fault">> {
    const now = this.#clock.now();
    const looked = await this.#lookUp(`_mta-sts.${domain}`, "TXT");
    const id = looked.kind === "records" ? readStsId(textsOf(looked)) : undefined;
    if (id === undefined || (id === valid?.id && now < valid.readAgainAt)) {
      return { kept: valid, fault: undefined };
    }
    const got = await this.#fetch(`https://mta-sts.${domain}/.well-known/mta-sts.txt`);
    const policy = "text" in got ? readStsPolicy(got.text) : undefined;
    if (policy === undefined) {
      if (valid !== undefined) {
        return { kept: { ...valid, readAgainAt: now + readAgainAfterMs }, fault: undefined };
      }
      return { kept: undefined, fault: "fault" in got ? got.fault : "sts-policy-invalid" };
    }
    const keptMs = policy.maxAgeSeconds * secondMs;
    const readAgainAt = now + Math.min(keptMs / 2, longestUnreadMs);
    // A copy: the names in it are parts of the whole text, and would keep it.
    const kept = { id, until: now + keptMs, readAgainAt, policy: structuredClone(policy) };
    return { kept, fault: undefined };
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
 * The text of the policy at a URL, or why there is none. RFC 8461 §3.3: nothing is followed, and it must be text: elsewhere
 * everybody might have been let put a file there. Of one that is too long, what is missing may be servers.
 */
export async function policyAt(url: string, options: GuardedRequestOptions): Promise<PolicyText> {
  const got = await guardedGet(url, options);
  if (got.kind === "failed") {
    return { fault: got.isUntrusted === true ? "sts-webpki-invalid" : "sts-policy-fetch-error" };
  }
  const isPolicy = got.status === 200 && got.mediaType === "text/plain" && got.isWhole;
  return isPolicy ? { text: got.body } : { fault: "sts-policy-fetch-error" };
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
