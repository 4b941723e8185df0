import { ImapFlow } from "imapflow";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { valuesIn } from "#protocols/mime/parts.ts";
import { ConnectionBounds, mostOctets } from "./connection-bounds.ts";

export interface ImapPlace {
  readonly host: string;
  readonly port: number;
  /** `starttls`: nothing is told before it. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string;
  readonly password: string;
}

/** Where a message is in a mailbox, and what its receiver says of it (RFC 8601), the topmost first. */
export interface FoundMessage {
  readonly folder: "inbox" | "junk";
  readonly authenticationResults: readonly string[];
}

/** With everything that is asked; of it, with one answer. */
const usualPatienceMs = 60_000;
const answerWithinMs = 20_000;
const longestReply = 300;
const longestHeader = 64 * 1024;

/**
 * Looks for a message by its Message-ID (of which a part is enough) in the inbox, and where the server keeps junk (RFC 6154); nothing is marked
 * as read. Undefined where it is in neither. Throws what stands in the way, without the password, and the signal's reason.
 */
export async function findMessage(
  place: ImapPlace,
  messageId: string,
  {
    signal,
    patienceMs = usualPatienceMs,
  }: { readonly signal?: AbortSignal | undefined; readonly patienceMs?: number } = {},
): Promise<FoundMessage | undefined> {
  signal?.throwIfAborted();
  const client = clientFor(place);
  using bounds = new ConnectionBounds(client, patienceMs, signal);
  try {
    await client.connect();
    const junk = (await client.list()).filter(({ specialUse }) => specialUse === "\\Junk");
    for (const [folder, path] of [
      ["inbox", "INBOX"] as const,
      ...junk.map(({ path }) => ["junk", path] as const),
    ]) {
      const authenticationResults = await resultsOf(client, path, messageId);
      if (authenticationResults !== undefined) return { folder, authenticationResults };
    }
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const reason = bounds.reason ?? error;
    throw new Error(inWords(reason).replaceAll(place.password, "…"));
  } finally {
    client.close();
  }
}

function clientFor(place: ImapPlace): ImapFlow {
  const client = new ImapFlow({
    host: place.host,
    port: place.port,
    secure: place.tls === "implicit",
    doSTARTTLS: place.tls === "starttls",
    auth: { user: place.user, pass: place.password },
    logger: false,
    connectionTimeout: answerWithinMs,
    greetingTimeout: answerWithinMs,
    socketTimeout: answerWithinMs,
    maxLineLength: mostOctets,
    maxLiteralSize: mostOctets,
    maxResponseSize: mostOctets,
  });
  // What breaks while nothing is asked is found by what is asked next.
  client.on("error", () => {});
  return client;
}

/** With what the server said, where it refused something. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = "responseText" in error ? error.responseText : undefined;
  return typeof said === "string" ? `${error.message}: ${said.slice(0, longestReply)}` : error.message;
}

async function resultsOf(client: ImapFlow, path: string, messageId: string): Promise<string[] | undefined> {
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
    // What was refused has not been looked for.
    if (!found) throw new Error("The server refuses to search.");
    const uid = found.at(-1);
    if (uid === undefined) return undefined;
    const message = await client.fetchOne(
      String(uid),
      { headers: ["authentication-results"] },
      { uid: true },
    );
    const header = message === false ? undefined : message?.headers?.subarray(0, longestHeader);
    const reading = readMessage(Buffer.concat([header ?? Buffer.alloc(0), Buffer.from("\r\n")]));
    return reading.ok ? valuesIn(reading.fields, "authentication-results") : [];
  } finally {
    lock.release();
  }
}
