import type { SmtpConnection } from "#protocols/smtp/connection.ts";
import type { SmtpConnectionOptions } from "#protocols/smtp/open.ts";
import { openSmtpConnection } from "#protocols/smtp/open.ts";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";

const clock = { now: () => Date.parse("2026-11-04T12:00:00Z") };

/** Test only. */
export function optionsFor(
  port: number,
  changes: Partial<SmtpConnectionOptions> = {},
): SmtpConnectionOptions {
  return {
    host: "127.0.0.1",
    port,
    clientName: "client.example",
    tlsPolicy: "if-offered",
    timeouts: { ...rfcTimeouts, quit: 200 },
    clock,
    ...changes,
  };
}

/** Test only: a connection that has to open. */
export async function open(
  port: number,
  changes: Partial<SmtpConnectionOptions> = {},
): Promise<SmtpConnection> {
  const opening = await openSmtpConnection(optionsFor(port, changes));
  if (opening.status !== "open")
    throw new Error(`${opening.reason}\n${JSON.stringify(opening.conversation)}`);
  return opening.connection;
}

/** Test only. */
export const message = {
  from: "ann@example.com",
  recipients: ["bob@example.net"],
  content: Buffer.from("From: ann@example.com\r\nSubject: hi\r\n\r\n.dot\r\n..\r\nbye\r\n"),
};
