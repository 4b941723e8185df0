import { once } from "node:events";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import hoodiecrow from "hoodiecrow-imap";

/** In a language of its own, as IMAP writes it (RFC 3501 §5.1.3): Unerwünscht. */
const junk = "Unerw&APw-nscht";

/** A mailbox on an IMAP server of its own, which keeps junk apart. */
export class SeedMailbox implements AsyncDisposable {
  readonly address: string;
  readonly #server: ReturnType<typeof hoodiecrow>;
  readonly #port: number;

  private constructor(address: string, server: ReturnType<typeof hoodiecrow>, port: number) {
    this.address = address;
    this.#server = server;
    this.#port = port;
  }

  static async open(address: string): Promise<SeedMailbox> {
    const server = hoodiecrow({
      plugins: ["SPECIAL-USE", "LITERALPLUS"],
      users: { [address]: { password: "a p@ss:word" } },
      storage: {
        INBOX: {},
        "": { separator: "/", folders: { [junk]: { "special-use": "\\Junk" } } },
      },
    });
    server.listen(0, "127.0.0.1", () => {});
    await once(server.server, "listening");
    return new SeedMailbox(address, server, (server.server.address() as AddressInfo).port);
  }

  /** As it is written in the file of seed mailboxes. */
  line({ password = "a p@ss:word", provider = "" } = {}): string {
    const user = encodeURIComponent(this.address);
    const url = `imap://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.#port}`;
    return `${this.address} ${url} ${provider}`.trim();
  }

  take(folder: "inbox" | "junk", message: Buffer, authenticationResults?: string): void {
    const found =
      authenticationResults === undefined ? "" : `Authentication-Results: ${authenticationResults}\r\n`;
    this.#server.appendMessage(
      folder === "junk" ? junk : "INBOX",
      [],
      false,
      Buffer.concat([Buffer.from(found), message]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.server, "close");
    this.#server.server.close();
    await closed;
  }
}

/** What SIGNET_SEED_MAILBOXES names. */
export async function seedFile(
  mailboxes: readonly (SeedMailbox | string)[],
): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtempDisposable(join(tmpdir(), "signet-seeds-"));
  const path = join(folder.path, "seeds");
  const lines = mailboxes.map((one) => (typeof one === "string" ? one : one.line()));
  await writeFile(path, ["# address  where it is read", "", ...lines, ""].join("\n"));
  return { path, [Symbol.asyncDispose]: async () => await folder[Symbol.asyncDispose]() };
}
