import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { VerificationLinksTable } from "#platform/database/tables/identities.ts";
import { CallerError } from "#platform/errors.ts";
import type { VerificationLink } from "./verification-link.ts";

export class VerificationLinkStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #byHash: ReturnType<typeof byHash>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#byHash = byHash(database);
  }

  insert(tokenHash: Uint8Array, link: Omit<VerificationLink, "usedAt">, createdAt: number): Step {
    const query = this.#insert({
      ...link.owner,
      token_hash: tokenHash,
      identity: link.address,
      identity_id: link.identityId,
      created_at: createdAt,
      expires_at: link.expiresAt,
      used_at: null,
      success_url: link.redirects?.success ?? null,
      failure_url: link.redirects?.failure ?? null,
    });
    return { query };
  }

  async find(tokenHash: Uint8Array): Promise<VerificationLink | undefined> {
    const [row] = await this.#database.read(this.#byHash({ tokenHash }));
    return (
      row && {
        owner: { account: row.account, region: row.region },
        identityId: row.identity_id,
        address: row.identity,
        expiresAt: row.expires_at,
        usedAt: row.used_at ?? undefined,
        redirects:
          row.success_url === null || row.failure_url === null
            ? undefined
            : { success: row.success_url, failure: row.failure_url },
      }
    );
  }

  /** Guarded: one use only, and none after its time. */
  use(tokenHash: Uint8Array, now: number): Step {
    const query = this.#database.build
      .updateTable("verification_links")
      .set({ used_at: now })
      .where("token_hash", "=", tokenHash)
      .where("used_at", "is", null)
      .where("expires_at", ">", now)
      .compile();
    return {
      query,
      otherwise: () => new CallerError("conflict", "The verification link has been used, or its time is up."),
    };
  }

  removeAll({ account, region }: VerificationLink["owner"], address: string): Step {
    const query = this.#database.build
      .deleteFrom("verification_links")
      .where("account", "=", account)
      .where("region", "=", region)
      .where("identity", "=", address)
      .compile();
    return { query };
  }

  /** Some of those that expired before the given time; answers how many it removed. */
  async removeExpired(before: number, limit: number): Promise<number> {
    const { build } = this.#database;
    const [outcome] = await this.#database.write([
      {
        query: build
          .deleteFrom("verification_links")
          .where("token_hash", "in", (some) =>
            some
              .selectFrom("verification_links")
              .select("token_hash")
              .where("expires_at", "<", before)
              .limit(limit),
          )
          .compile(),
      },
    ]);
    return outcome?.count ?? 0;
  }
}

function insertion(database: Database) {
  return prepare<VerificationLinksTable>()(database, (build, value) =>
    build.insertInto("verification_links").values({
      token_hash: value.token_hash,
      account: value.account,
      region: value.region,
      identity: value.identity,
      identity_id: value.identity_id,
      created_at: value.created_at,
      expires_at: value.expires_at,
      used_at: value.used_at,
      success_url: value.success_url,
      failure_url: value.failure_url,
    }),
  );
}

function byHash(database: Database) {
  return prepare<{ tokenHash: Uint8Array }>()(database, (build, value) =>
    build.selectFrom("verification_links").selectAll().where("token_hash", "=", value.tokenHash),
  );
}
