import type { Channel } from "./channel.ts";
import type { SmtpExtensions } from "./extensions.ts";
import { failureOf, OpeningFailed, temporary } from "./outcome.ts";
import type { SmtpReply } from "./reply.ts";

export interface SmtpCredentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Logs in with PLAIN (RFC 4616) or, failing that, LOGIN. A refusal is temporary here: the credentials are ours to mend, the message
 * is not at fault. @throws {OpeningFailed}
 */
export async function authenticate(
  channel: Channel,
  extensions: SmtpExtensions,
  credentials: SmtpCredentials,
  timeoutMs: number,
): Promise<void> {
  const plain = base64(`\0${credentials.user}\0${credentials.password}`);
  const password = base64(credentials.password);
  channel.conversation.hide([plain, password, credentials.password]);
  const reply = await offer(
    channel,
    extensions,
    { plain, password, user: base64(credentials.user) },
    timeoutMs,
  );
  if (reply.code !== 235) {
    throw new OpeningFailed({ ...failureOf("auth", reply), status: "temporary-failure" });
  }
}

async function offer(
  channel: Channel,
  { auth }: SmtpExtensions,
  encoded: { readonly plain: string; readonly user: string; readonly password: string },
  timeoutMs: number,
): Promise<SmtpReply> {
  if (auth.includes("PLAIN"))
    return await channel.ask(`AUTH PLAIN ${encoded.plain}`, timeoutMs, "AUTH PLAIN ***");
  if (!auth.includes("LOGIN")) {
    throw new OpeningFailed(temporary("auth", "The server offers neither AUTH PLAIN nor AUTH LOGIN."));
  }
  const askedUser = await channel.ask("AUTH LOGIN", timeoutMs);
  if (askedUser.code !== 334) return askedUser;
  const askedPassword = await channel.ask(encoded.user, timeoutMs, "***");
  if (askedPassword.code !== 334) return askedPassword;
  return await channel.ask(encoded.password, timeoutMs, "***");
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
