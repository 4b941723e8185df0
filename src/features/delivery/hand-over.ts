import { type Clock, secondMs } from "#platform/clock.ts";
import type { SmtpMessage } from "#protocols/smtp/delivery.ts";
import type { RecipientOutcome, SmtpDelivery, SmtpStep } from "#protocols/smtp/outcome.ts";
import { replyText } from "#protocols/smtp/reply.ts";
import type { TlsFault } from "#protocols/smtp/tls.ts";
import type { Connections } from "./connection-pool.ts";
import type { Outcome, RecipientResult } from "./delivery.ts";
import type { Envelope, Journal, TransportReport } from "./transport.ts";

/** How long a stop waits for the reply to a message that is out. */
const graceMs = 20 * secondMs;

/** A reason at hand: without one, every message would make an exception with its stack. */
const over = new Error("The message was handed over.");

/** What came of trying one server: a report, or why there was no connection. */
export type ServerAttempt =
  | {
      readonly status: "conversed";
      readonly report: Omit<TransportReport, "peer">;
      /** The connection, which others may be handed over on too. */
      readonly over: object;
    }
  | {
      readonly status: "not-connected";
      readonly isPermanent: boolean;
      readonly reason: string;
      readonly smtpReply: string | undefined;
      readonly step: SmtpStep;
      /** It says nothing of the server. */
      readonly isOurFault?: boolean;
      readonly tlsFault?: TlsFault | undefined;
      readonly conversation: TransportReport["conversation"];
    };

/** Hands a message to one server, on a connection that is kept or a new one. Throws `LeaseLost` and the stop's reason. */
export async function handOver(
  envelope: Envelope,
  content: Uint8Array,
  by: {
    readonly connections: Connections;
    readonly journal: Journal;
    readonly stop: AbortSignal;
    readonly clock: Clock;
  },
): Promise<ServerAttempt> {
  const handover = new Handover(by.journal, by.stop, by.clock);
  const { from, recipients, rules } = envelope;
  const needsTls = rules.tls === "required";
  const message = { from, recipients, content, onPhase: handover.onPhase };
  try {
    const first = await attempt(message, handover, { connections: by.connections, fresh: false, needsTls });
    const attempted =
      first ?? (await attempt(message, handover, { connections: by.connections, fresh: true, needsTls }));
    handover.throwIfStopped();
    if (attempted === undefined) throw new Error("A fresh connection was taken for a reused one.");
    return attempted;
  } finally {
    handover.end();
  }
}

const withoutTls: ServerAttempt = {
  status: "not-connected",
  isPermanent: false,
  reason: "The connection to the server is not in TLS, and TLS is required.",
  smtpReply: undefined,
  step: "tls",
  conversation: [],
};

/** Undefined: a connection that was kept open turned out to be at its end, and nothing was lost by it. */
async function attempt(
  message: SmtpMessage,
  handover: Handover,
  {
    connections,
    fresh,
    needsTls,
  }: { readonly connections: Connections; readonly fresh: boolean; readonly needsTls: boolean },
): Promise<ServerAttempt | undefined> {
  const taken = await connections.take(handover.signal, { fresh });
  if (!("connection" in taken)) {
    return {
      status: "not-connected",
      isPermanent: taken.status === "permanent-failure",
      reason: taken.reason,
      smtpReply: taken.reply && replyText(taken.reply),
      step: taken.step,
      isOurFault: taken.isOurFault === true,
      tlsFault: taken.tlsFault,
      conversation: taken.conversation,
    };
  }
  try {
    // A smart host's connections are shared by messages of which some may go in the clear.
    if (needsTls && taken.connection.tls.level === "none") return withoutTls;
    const delivery = await taken.connection.deliver(message, handover.signal);
    if (taken.isReused && !handover.isPastReturn && !fresh && hasEnded(delivery)) return undefined;
    const { tls, conversation } = delivery;
    return {
      status: "conversed",
      report: { recipients: delivery.recipients.map(toResult), tls, conversation },
      over: taken.connection,
    };
  } finally {
    taken.release();
  }
}

/** Where a message stands between us and the server: up to the journal's entry it can be called back. */
class Handover {
  readonly #journal: Journal;
  readonly #stop: AbortSignal;
  readonly #clock: Clock;
  readonly #breakOff = new AbortController();
  /** While the reply to a message that is out is waited for although we are to stop. */
  #grace: AbortController | undefined;
  isPastReturn = false;

  constructor(journal: Journal, stop: AbortSignal, clock: Clock) {
    stop.throwIfAborted();
    this.#journal = journal;
    this.#stop = stop;
    this.#clock = clock;
    stop.addEventListener("abort", this.#onStop, { once: true });
  }

  /** Aborted at once when we are told to stop while the message can be called back, else after some grace. */
  get signal(): AbortSignal {
    return this.#breakOff.signal;
  }

  readonly onPhase: NonNullable<SmtpMessage["onPhase"]> = async (phase) => {
    if (phase !== "before-final-dot") return;
    this.#stop.throwIfAborted();
    // Not heeded while it is written: afterwards the disk says that the message may be out.
    this.isPastReturn = true;
    await this.#journal.beforeFinalDot();
  };

  throwIfStopped(): void {
    if (!this.isPastReturn) this.#stop.throwIfAborted();
  }

  end(): void {
    this.#grace?.abort(over);
    this.#stop.removeEventListener("abort", this.#onStop);
  }

  readonly #onStop = (): void => {
    if (!this.isPastReturn) {
      this.#breakOff.abort(this.#stop.reason);
      return;
    }
    this.#grace = new AbortController();
    this.#clock.sleep(graceMs, this.#grace.signal).then(
      () => this.#breakOff.abort(this.#stop.reason),
      () => {},
    );
  };
}

/** Closed without a word, or with a 421 instead of another message: many servers take only so many on one connection. */
function hasEnded({ recipients }: SmtpDelivery): boolean {
  return recipients.every(
    (outcome) =>
      outcome.status === "temporary-failure" &&
      (outcome.reply === undefined || (outcome.reply.code === 421 && outcome.step === "mail")),
  );
}

const outcomes: Readonly<Record<RecipientOutcome["status"], Outcome>> = {
  delivered: "delivered",
  uncertain: "uncertain",
  "temporary-failure": "deferred",
  "permanent-failure": "refused",
};

function toResult(outcome: RecipientOutcome): RecipientResult {
  return {
    recipient: outcome.address,
    outcome: outcomes[outcome.status],
    reply: outcome.status === "delivered" ? replyText(outcome.reply) : outcome.reason,
    ...("reply" in outcome && outcome.reply !== undefined ? { smtpReply: replyText(outcome.reply) } : {}),
    ...("step" in outcome ? { step: outcome.step } : {}),
  };
}
