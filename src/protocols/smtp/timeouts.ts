/** How long to wait for each thing, in milliseconds. */
export interface SmtpTimeouts {
  readonly connect: number;
  readonly tlsHandshake: number;
  readonly greeting: number;
  /** EHLO, STARTTLS, AUTH, RSET. */
  readonly command: number;
  readonly mail: number;
  readonly recipient: number;
  /** From DATA to 354. */
  readonly dataStart: number;
  /** Until the server takes the next 64 KB. */
  readonly dataBlock: number;
  readonly finalDot: number;
  readonly quit: number;
}

const minute = 60_000;

/** RFC 5321 §4.5.3.2, and our own where it is silent: connecting, the TLS handshake, and QUIT, which nobody waits for. */
export const rfcTimeouts: SmtpTimeouts = {
  connect: minute / 2,
  tlsHandshake: minute / 2,
  greeting: 5 * minute,
  command: 5 * minute,
  mail: 5 * minute,
  recipient: 5 * minute,
  dataStart: 2 * minute,
  dataBlock: 3 * minute,
  finalDot: 10 * minute,
  quit: 2_000,
};
