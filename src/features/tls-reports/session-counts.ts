import { hash } from "node:crypto";
import { getDomain } from "tldts";
import { type Clock, dayMs } from "#platform/clock.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Gathered } from "#platform/sweep.ts";
import { Tally } from "#platform/tally.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";

/** So many sessions of one day that were alike in all that is reported. */
export interface SessionCount {
  /** Its first moment (ms), in UTC. */
  readonly day: number;
  readonly session: TlsSession;
  /** Names what they had in common besides the day and the domain. */
  readonly outcome: string;
  readonly n: number;
}

/** In one day, of this process: mail goes to strangers' domains, and what they answer is without end. */
const mostDomains = 20_000;
/** Under which everybody may have any number of names, and name a stranger's mailbox for the reports of each. */
const mostOfZone = 100;
const mostOutcomes = 30;

/** How sessions went, kept until it is written: no delivery waits for any of it. */
export class SessionCounts implements Gathered {
  readonly nudge = new Nudge();
  readonly #clock: Clock;
  #day = Number.NEGATIVE_INFINITY;
  /** Of this day, by domain. */
  readonly #outcomes = new Map<string, Set<string>>();
  #zones = new Tally();
  readonly #unwritten = new Map<string, SessionCount>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(session: TlsSession): void {
    const day = Math.floor(this.#clock.now() / dayMs) * dayMs;
    if (day !== this.#day) this.#begin(day);
    const outcomes = this.#outcomes.get(session.domain) ?? this.#admit(session.domain);
    if (outcomes === undefined) return;
    const outcome = outcomeOf(session);
    if (outcomes.size >= mostOutcomes && !outcomes.has(outcome)) return;
    outcomes.add(outcome);
    this.#add({ day, session, outcome, n: 1 });
  }

  #begin(day: number): void {
    this.#day = day;
    this.#outcomes.clear();
    this.#zones = new Tally();
  }

  /** The outcomes of a domain of which there was none that day; undefined: there is no room for it. */
  #admit(domain: string): Set<string> | undefined {
    const zone = getDomain(domain) ?? domain;
    if (this.#outcomes.size >= mostDomains || this.#zones.of(zone) >= mostOfZone) return undefined;
    this.#zones.add(zone);
    const outcomes = new Set<string>();
    this.#outcomes.set(domain, outcomes);
    return outcomes;
  }

  get isEmpty(): boolean {
    return this.#unwritten.size === 0;
  }

  /** Those since it was asked last. */
  take(): readonly SessionCount[] {
    const taken = [...this.#unwritten.values()];
    this.#unwritten.clear();
    return taken;
  }

  /** What could not be written after all. */
  putBack(taken: readonly SessionCount[]): void {
    for (const count of taken) this.#add(count);
  }

  #add(count: SessionCount): void {
    const name = `${count.day} ${count.session.domain} ${count.outcome}`;
    const n = count.n + (this.#unwritten.get(name)?.n ?? 0);
    const { isEmpty } = this;
    this.#unwritten.set(name, { ...count, n });
    if (isEmpty) this.nudge.give();
  }
}

function outcomeOf({ policy, failure }: TlsSession): string {
  return hash("sha256", JSON.stringify([policy, failure]), "base64url").slice(0, 22);
}
