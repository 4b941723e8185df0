import { type Clock, secondMs } from "#platform/clock.ts";
import type { Finding, Health } from "./finding.ts";

export {
  examineDatabase,
  examineDisk,
  examineInbound,
  examineKeys,
  examineLinks,
  examineQueue,
} from "./at-home.ts";
export { examineBlocklists } from "./blocklists.ts";
export { examineCertificate } from "./certificate.ts";
export { examineDane } from "./dane.ts";
export type { Finding, Health } from "./finding.ts";
export { examineOidc } from "./oidc.ts";
export {
  examineClock,
  examineOutboundSmtp,
  examineReverseDns,
  examineZone,
  type Greeted,
  type Reversal,
  staysHome,
  unreachableZone,
} from "./outward.ts";
export { examineSmartHost } from "./smart-host.ts";

export interface Examination {
  readonly name: string;
  readonly examine: (signal: AbortSignal) => Promise<Finding>;
}

export interface Examined extends Finding {
  readonly name: string;
  readonly tookMs: number;
}

export interface Report {
  /** The worst of all. */
  readonly status: Health;
  readonly examined: readonly Examined[];
}

const longestMs = 8 * secondMs;
/** Whoever asks more often is answered with what was found. */
const keptMs = 5 * secondMs;
const worstFirst = ["failed", "warning", "unknown", "ok"] as const satisfies readonly Health[];

/** Looks at the installation as an operator would: all at once, each for a few seconds at most. */
export class Doctor {
  readonly #examinations: readonly Examination[];
  readonly #clock: Clock;
  #last: { readonly at: number; readonly report: Promise<Report> } | undefined;

  constructor(parts: { examinations: readonly Examination[]; clock: Clock }) {
    this.#examinations = parts.examinations;
    this.#clock = parts.clock;
  }

  async report(): Promise<Report> {
    const now = this.#clock.now();
    if (this.#last === undefined || Math.abs(now - this.#last.at) >= keptMs) {
      this.#last = { at: now, report: this.#examine() };
    }
    return await this.#last.report;
  }

  async #examine(): Promise<Report> {
    const signal = AbortSignal.timeout(longestMs);
    const examined = await Promise.all(this.#examinations.map(async (one) => await examineOne(one, signal)));
    const status = worstFirst.find((health) => examined.some((one) => one.status === health)) ?? "ok";
    return { status, examined };
  }
}

async function examineOne({ name, examine }: Examination, signal: AbortSignal): Promise<Examined> {
  const startedAt = performance.now();
  const late = Promise.withResolvers<Finding>();
  const onLate = () => late.resolve(unknown("It did not come to an end in time.", "Try again."));
  signal.addEventListener("abort", onLate, { once: true });
  try {
    const finding = await Promise.race([examine(signal), late.promise]);
    return { name, ...finding, tookMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { name, ...notExamined(error), tookMs: Math.round(performance.now() - startedAt) };
  } finally {
    signal.removeEventListener("abort", onLate);
  }
}

function notExamined(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    lookedUpInVain(error) ??
    unknown(`It could not be examined: ${reason.slice(0, 300)}.`, "Look again in a moment.")
  );
}

/** Of Node's codes those that tell more than that there was no answer. */
const lookUpFaults: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no such name",
  ENODATA: "the name has no such record",
  ECONNREFUSED: "no resolver listens",
  ESERVFAIL: "the resolver has failed",
  EREFUSED: "the resolver refuses to answer",
};

/** What there is to do about it is known where it was the name of somebody outside that could not be looked up. */
function lookedUpInVain(error: unknown): Finding | undefined {
  if (!(error instanceof Error && "syscall" in error && String(error.syscall).startsWith("query")))
    return undefined;
  const { code = "", hostname = "A name outside" } = error as { code?: string; hostname?: string };
  return unknown(
    `${hostname} was looked up in vain: ${lookUpFaults[code] ?? "no resolver answered"}.`,
    "Look at this machine's network, and at the system's resolvers or SIGNET_RESOLVERS.",
  );
}

function unknown(seen: string, advice: string): Finding {
  return { status: "unknown", seen, advice };
}
