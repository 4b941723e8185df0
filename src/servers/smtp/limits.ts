import { minuteMs, secondMs } from "#platform/clock.ts";

/** What bounds everybody who connects to one listener. */
export interface SmtpLimits {
  readonly maxConnections: number;
  /** Of these to one client's network. */
  readonly maxPerNetwork: number;
  /** Without a command, or without more of a message, for so long. */
  readonly idleMs: number;
  /** From the first octet to the last, whatever goes on. A client that has more to send connects again. */
  readonly sessionMs: number;
  readonly maxCommandOctets: number;
  readonly maxMessageOctets: number;
  readonly maxRecipients: number;
  /** Of one session; the one after it ends it. */
  readonly maxRefusals: number;
  /** Of messages in memory at a time, over all sessions. */
  readonly heldOctets: number;
  /** For a message in work, when the service stops. */
  readonly graceMs: number;
}

const megabyte = 1024 * 1024;

/** SES: 40 MB and 50 recipients a message. The rest is ours. */
export const submissionLimits: SmtpLimits = {
  maxConnections: 1_000,
  maxPerNetwork: 250,
  idleMs: minuteMs,
  sessionMs: 30 * minuteMs,
  maxCommandOctets: 4_096,
  maxMessageOctets: 40 * megabyte,
  maxRecipients: 50,
  maxRefusals: 100,
  heldOctets: 256 * megabyte,
  graceMs: 5 * secondMs,
};

/** Nobody has to hurry who brings a report. Behind what it says, some servers put all of the message, which may be the largest that we send. */
export const inboundLimits: SmtpLimits = {
  maxConnections: 200,
  maxPerNetwork: 20,
  idleMs: minuteMs,
  sessionMs: 10 * minuteMs,
  maxCommandOctets: 2_048,
  maxMessageOctets: 50 * megabyte,
  maxRecipients: 100,
  maxRefusals: 20,
  heldOctets: 64 * megabyte,
  graceMs: 5 * secondMs,
};
