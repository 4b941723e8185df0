import { hash } from "node:crypto";
import type { Database, Step } from "#platform/database/database.ts";
import { oneAtATime } from "#platform/database/one-at-a-time.ts";
import { requireFewerThan } from "#platform/database/require-fewer-than.ts";

/** Which mailboxes were mailed lately: links, or notices, of which neither counts for the other. */
export class MailedStore {
  readonly #database: Database;
  readonly #what: "links" | "notices";

  constructor(database: Database, what: "links" | "notices") {
    this.#database = database;
    this.#what = what;
  }

  /** Guarded: it was mailed fewer than so many since then; of those that are written at once each counts the others. */
  insertAmongFewer(
    address: string,
    messageId: string,
    at: number,
    than: { readonly since: number; readonly most: number; readonly otherwise: () => Error },
  ): Step[] {
    const mailbox = this.#mailboxOf(address);
    const lately = this.#database.build
      .selectFrom("mailed_links")
      .where("mailbox", "=", mailbox)
      .where("mailed_at", ">", than.since);
    return [
      ...oneAtATime(this.#database, `mailed_links/${mailbox}`),
      requireFewerThan(than.most, lately, than.otherwise),
      this.insert(address, messageId, at),
    ];
  }

  insert(address: string, messageId: string, at: number): Step {
    const row = { mailbox: this.#mailboxOf(address), message_id: messageId, mailed_at: at };
    return {
      query: this.#database.build
        .insertInto("mailed_links")
        .values(row)
        // One message may go to a mailbox by two ways to write its address.
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    };
  }

  /** When the last so many were mailed to whom an address belongs, the newest first. */
  async latest(address: string, { since, limit }: { since: number; limit: number }): Promise<number[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("mailed_links")
        .select("mailed_at")
        .where("mailbox", "=", this.#mailboxOf(address))
        .where("mailed_at", ">", since)
        .orderBy("mailed_at", "desc")
        .limit(limit)
        .compile(),
    );
    return rows.map(({ mailed_at }) => mailed_at);
  }

  async removeBefore(time: number): Promise<void> {
    await this.#database.write([
      { query: this.#database.build.deleteFrom("mailed_links").where("mailed_at", "<", time).compile() },
    ]);
  }

  #mailboxOf(address: string): string {
    const mailbox = mailboxOf(address);
    return this.#what === "links" ? mailbox : `${this.#what} ${mailbox}`;
  }
}

/**
 * One for every way to write an address that most providers take for the same: `Ann+x@Example.com` is ann's. Hashed, for it outlives the
 * identity, and nobody needs to know whose it was.
 */
function mailboxOf(address: string): string {
  const at = address.lastIndexOf("@");
  const [name = ""] = address.slice(0, at).split("+");
  return hash("sha256", `${name}${address.slice(at)}`.toLowerCase(), "base64url");
}
