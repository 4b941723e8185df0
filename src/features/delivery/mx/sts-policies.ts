import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import { readStsId, readStsPolicy, type StsPolicy } from "#protocols/mta-sts/policy.ts";

interface Kept {
  readonly id: string;
  readonly until: number;
  readonly policy: StsPolicy;
}

const recordKeptMs = 5 * minuteMs;
const mostKept = 20_000;

/** Policies of domains (MTA-STS, RFC 8461): looked for by DNS, read over HTTPS, and kept for as long as they say. */
export class StsPolicies {
  readonly #lookUp: (name: string, type: "TXT") => Promise<Looked>;
  readonly #fetch: (url: string) => Promise<string | undefined>;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  readonly #asked = new Map<
    string,
    { readonly until: number; readonly policy: Promise<StsPolicy | undefined> }
  >();

  constructor(parts: {
    lookUp: (name: string, type: "TXT") => Promise<Looked>;
    /** The body of a good answer. */
    fetch: (url: string) => Promise<string | undefined>;
    clock: Clock;
  }) {
    this.#lookUp = parts.lookUp;
    this.#fetch = parts.fetch;
    this.#clock = parts.clock;
  }

  /** What holds for a domain now; a policy that was known outlives a record or a server that has gone (RFC 8461 §3.3, §5.1). */
  async policyOf(domain: string): Promise<StsPolicy | undefined> {
    const now = this.#clock.now();
    const asked = this.#asked.get(domain);
    if (asked !== undefined && asked.until > now) return await asked.policy;
    const policy = this.#find(domain);
    if (this.#asked.size >= mostKept) this.#asked.clear();
    this.#asked.set(domain, { until: now + recordKeptMs, policy });
    policy.catch(() => this.#asked.delete(domain));
    return await policy;
  }

  async #find(domain: string): Promise<StsPolicy | undefined> {
    const now = this.#clock.now();
    const known = this.#kept.get(domain);
    const valid = known !== undefined && known.until > now ? known : undefined;
    const looked = await this.#lookUp(`_mta-sts.${domain}`, "TXT");
    const id = looked.kind === "records" ? readStsId(textsOf(looked)) : undefined;
    if (id === undefined || id === valid?.id) return valid?.policy;
    const body = await this.#fetch(`https://mta-sts.${domain}/.well-known/mta-sts.txt`);
    const policy = body === undefined ? undefined : readStsPolicy(body);
    if (policy === undefined) return valid?.policy;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(domain, { id, until: now + policy.maxAgeSeconds * secondMs, policy });
    return policy;
  }
}

function textsOf({ records }: Extract<Looked, { kind: "records" }>): string[] {
  return records.flatMap((record) =>
    record.type === "TXT" ? [Buffer.concat(record.strings).toString("latin1")] : [],
  );
}
