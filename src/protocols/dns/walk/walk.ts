import type { DnsClient } from "#protocols/dns/client/dns-client.ts";
import type { Exchange, Server } from "#protocols/dns/client/exchange.ts";
import { describeExchange } from "#protocols/dns/client/exchange.ts";
import type { QueryFlags, Question } from "#protocols/dns/client/write-query.ts";
import type { SoaRecord } from "#protocols/dns/record.ts";
import type { NameServer } from "./name-servers.ts";
import { weightOf } from "./weight.ts";

export interface Zone {
  readonly apex: string;
  readonly soa?: SoaRecord | undefined;
  readonly nameServers: readonly NameServer[];
}

export type ZoneFinding =
  | { readonly kind: "found"; readonly zone: Zone }
  /** No resolver (or no root server) answered at all: the fault may be ours. */
  | { readonly kind: "no-start" }
  /** The zone's signatures do not hold, so validating receivers see nothing of it. `code` is of RFC 8914. */
  | { readonly kind: "dnssec-bogus"; readonly code?: number | undefined }
  /** The delegation leads nowhere: the servers named in it do not answer for the zone. */
  | { readonly kind: "dead-end"; readonly apex: string }
  | { readonly kind: "over-budget" };

/** One question asked on the way to the zone. */
export interface Step {
  readonly server: string;
  readonly question: Question;
  readonly result: string;
  readonly tookMs: number;
}

export type WalkOutcome = Exchange | { readonly kind: "over-budget"; readonly tookMs: number };

export interface WalkBudget {
  readonly questions: number;
  /** On the scale of `performance.now()`: after it, nothing new is asked. */
  readonly untilMs: number;
}

const longestPath = 40;
/** Of answers, in octets: hundreds of honest ones, and some dozens of those made to be as long as can be. */
const mostRemembered = 4_000_000;

/** One check's questions: counted, so that no zone can make us ask for ever, and written down. */
export class Walk {
  readonly path: Step[] = [];
  readonly signal: AbortSignal | undefined;
  readonly #client: DnsClient;
  readonly #untilMs: number;
  readonly #asked = new Map<string, Promise<WalkOutcome>>();
  #left: number;
  #remembered = 0;

  constructor(client: DnsClient, budget: WalkBudget, signal?: AbortSignal) {
    this.#client = client;
    this.#left = budget.questions;
    this.#untilMs = budget.untilMs;
    this.signal = signal;
  }

  get isOverBudget(): boolean {
    return this.#left <= 0 || performance.now() > this.#untilMs;
  }

  /**
   * A question that was put to this address before is not put again, for a zone may have many names for one server; unless there was no
   * room to remember its answer.
   */
  ask(server: Server, question: Question, flags?: QueryFlags): Promise<WalkOutcome> {
    const key = keyOf(server, question, flags);
    const before = this.#asked.get(key);
    if (before !== undefined) return before;
    if (this.isOverBudget) return Promise.resolve({ kind: "over-budget", tookMs: 0 });
    this.#left--;
    const asked = this.#askAndRemember(key, server, question, flags);
    this.#asked.set(key, asked);
    return asked;
  }

  async #askAndRemember(
    key: string,
    server: Server,
    question: Question,
    flags: QueryFlags | undefined,
  ): Promise<WalkOutcome> {
    const asking = { ...flags, untilMs: this.#untilMs };
    const outcome = await this.#client.ask(server, question, asking, this.signal);
    if (outcome.kind === "no-turn") return { kind: "over-budget", tookMs: 0 };
    const weight = outcome.kind === "answer" ? weightOf(outcome.reply) : 0;
    if (this.#remembered + weight > mostRemembered) this.#asked.delete(key);
    else this.#remembered += weight;
    return outcome;
  }

  /** Asks, and keeps the question as a step of the path. */
  async step(server: Server, question: Question, flags?: QueryFlags): Promise<WalkOutcome> {
    const isRepeated = this.#asked.has(keyOf(server, question, flags));
    const outcome = await this.ask(server, question, flags);
    if (outcome.kind !== "over-budget" && !isRepeated && this.path.length < longestPath) {
      const result = describeExchange(outcome);
      this.path.push({ server: server.address, question, result, tookMs: Math.round(outcome.tookMs) });
    }
    return outcome;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return this.#client.unpredictable.shuffled(items);
  }
}

function keyOf({ address, port }: Server, { name, type }: Question, flags: QueryFlags = {}): string {
  const { recursionDesired = false, checkingDisabled = false } = flags;
  return [address, port, type, name, recursionDesired, checkingDisabled].join(" ");
}
