import { ImapFlow } from "imapflow";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { valuesIn } from "#protocols/mime/parts.ts";

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

const usualPatienceMs = 20_000;
const longestReply = 300;
/** Of what a receiver writes above a message. */
const longestHeader = 64 * 1024;

/**
 * Looks for a message by its Message-ID (of which a part is enough) in the inbox, and where the server keeps junk (RFC 6154); nothing is marked
 * as read. Undefined where it is in neither. Throws what stands in the way, without the password.
 */
export async function findMessage(
  place: ImapPlace,
  messageId: string,
  patienceMs = usualPatienceMs,
): Promise<FoundMessage | undefined> {
  const client = new ImapFlow({
    host: place.host,
    port: place.port,
    secure: place.tls === "implicit",
    doSTARTTLS: place.tls === "starttls",
    auth: { user: place.user, pass: place.password },
    logger: false,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  // What breaks while nothing is asked is found by what is asked next.
  client.on("error", () => {});
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
    throw new Error(inWords(error), { cause: error });
  } finally {
    client.close();
  }
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
    const uid = found === false ? undefined : found?.at(-1);
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
