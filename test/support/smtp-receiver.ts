import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMessage {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly content: Buffer;
  readonly secure: boolean;
  readonly user: string | undefined;
  /** Counts connections from 1. */
  readonly connection: number;
}

export interface SmtpReceiver extends AsyncDisposable {
  readonly port: number;
  readonly received: ReceivedMessage[];
}

const testdata = "src/protocols/smtp/testdata";

/**
 * A real mail server that keeps what it is given. With STARTTLS, under a certificate that proves nothing to a client that
 * trusts the system's only. `answer` may refuse a message with an error that has a `responseCode`.
 */
export async function startSmtpReceiver({
  answer = async () => {},
  host = "127.0.0.1",
  port = 0,
  ...options
}: SMTPServerOptions & {
  answer?: (message: ReceivedMessage) => Promise<void>;
  host?: string;
  port?: number;
} = {}): Promise<SmtpReceiver> {
  const received: ReceivedMessage[] = [];
  const connections = new Map<string, number>();
  const server = new SMTPServer({
    key: await readFile(`${testdata}/test-only-key.pem`),
    cert: await readFile(`${testdata}/test-only-certificate.pem`),
    disableReverseLookup: true,
    authOptional: true,
    closeTimeout: 200,
    onConnect: ({ id }, done) => {
      connections.set(id, connections.size + 1);
      done();
    },
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? "" }),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message: ReceivedMessage = {
          from: mailFrom === false ? "" : mailFrom.address,
          recipients: rcptTo.map(({ address }) => address),
          content: Buffer.concat(parts),
          secure: session.secure,
          user: session.user,
          connection: connections.get(session.id) ?? 0,
        };
        answer(message).then(
          () => {
            received.push(message);
            done();
          },
          (error: Error) => done(error),
        );
      });
    },
    ...options,
  });
  // What clients that break off leave behind.
  server.on("error", () => {});
  server.listen(port, host);
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    [Symbol.asyncDispose]: async () => await new Promise((resolve) => server.close(resolve)),
  };
}
