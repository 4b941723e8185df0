import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type { UsersTable } from "#platform/database/tables/users.ts";
import { CallerError } from "#platform/errors.ts";
import type { StoredUser } from "./user.ts";

type Row = Selectable<UsersTable>;

/** In place of a hash. */
const noPassword = "";

/** Of an account. All of them are shown. */
const mostUsers = 1_000;

export class UserStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Throws `already-exists`, `limit-exceeded`. */
  async insert(
    user: Pick<StoredUser, "id" | "account" | "name" | "passwordHash" | "createdAt">,
  ): Promise<void> {
    const { build } = this.#database;
    const query = build
      .insertInto("users")
      .values({
        id: user.id,
        account: user.account,
        name: user.name,
        password_hash: user.passwordHash ?? noPassword,
        ...withoutTotp,
        created_at: user.createdAt,
        last_signed_in_at: null,
      })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .compile();
    const taken = () => new CallerError("already-exists", `There is a user ${user.name} already.`);
    const full = () => new CallerError("limit-exceeded", `An account has at most ${mostUsers} users.`);
    const ofAccount = build.selectFrom("users").where("account", "=", user.account);
    await this.#database.write([
      ...requireRoom(this.#database, mostUsers, ofAccount, full),
      { query, otherwise: taken },
    ]);
  }

  async named(name: string): Promise<StoredUser | undefined> {
    return await this.#one("name", name);
  }

  async withId(id: string): Promise<StoredUser | undefined> {
    return await this.#one("id", id);
  }

  async #one(column: "id" | "name", value: string): Promise<StoredUser | undefined> {
    const [row] = await this.#database.read(
      this.#database.build.selectFrom("users").selectAll().where(column, "=", value).compile(),
    );
    return row && toUser(row);
  }

  /** By name. */
  async ofAccount(account: string): Promise<StoredUser[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("users")
        .selectAll()
        .where("account", "=", account)
        .orderBy("name")
        .limit(mostUsers)
        .compile(),
    );
    return rows.map(toUser);
  }

  setPassword({ id }: Pick<StoredUser, "id">, passwordHash: string | undefined): Step {
    return this.#update(id, { password_hash: passwordHash ?? noPassword });
  }

  /** Throws `otherwise` where what was proven is not what is to be proven any more, or nobody is there. */
  noteSignIn(user: StoredUser, at: number, otherwise: () => Error): Step {
    const query = this.#database.build
      .updateTable("users")
      .set({ last_signed_in_at: at })
      .where("id", "=", user.id)
      .where("password_hash", "=", user.passwordHash ?? noPassword)
      .where("totp_in_force", "=", user.hasTotp ? 1 : 0)
      .compile();
    return { query, otherwise };
  }

  /** One that waits to be confirmed. Throws `otherwise` where one is in force. */
  beginTotp({ id }: Pick<StoredUser, "id">, sealed: Uint8Array, otherwise: () => Error): Step {
    const query = this.#database.build
      .updateTable("users")
      .set({ ...withoutTotp, totp_sealed: sealed })
      .where("id", "=", id)
      .where("totp_in_force", "=", 0)
      .compile();
    return { query, otherwise };
  }

  removeTotp({ id }: Pick<StoredUser, "id">): Step {
    return this.#update(id, withoutTotp);
  }

  /** The code of a step is spent. Changes nothing, and throws `otherwise`, where it or a later one was before. */
  spendStep({ id }: Pick<StoredUser, "id">, step: number, otherwise: () => Error): Step {
    const query = this.#database.build
      .updateTable("users")
      .set({ totp_last_step: step })
      .where("id", "=", id)
      .where("totp_last_step", "<", step)
      .compile();
    return { query, otherwise };
  }

  /** Throws `otherwise` where another waits by now than the one whose code was shown. */
  putTotpInForce(
    { id, totpSealed }: Pick<StoredUser, "id" | "totpSealed">,
    recoveryCodes: readonly string[],
    otherwise: () => Error,
  ): Step {
    const query = this.#database.build
      .updateTable("users")
      .set({ totp_in_force: 1, recovery_codes: JSON.stringify(recoveryCodes) })
      .where("id", "=", id)
      .where("totp_in_force", "=", 0)
      .where("totp_sealed", "=", totpSealed ?? null)
      .compile();
    return { query, otherwise };
  }

  /** A recovery code is spent. Throws `otherwise` where another was, at the same time. */
  spendRecoveryCode({ id, recoveryCodes }: StoredUser, spent: string, otherwise: () => Error): Step {
    const left = recoveryCodes.filter((code) => code !== spent);
    const query = this.#database.build
      .updateTable("users")
      .set({ recovery_codes: JSON.stringify(left) })
      .where("id", "=", id)
      .where("recovery_codes", "=", JSON.stringify(recoveryCodes))
      .compile();
    return { query, otherwise };
  }

  remove({ id }: Pick<StoredUser, "id">, otherwise: () => Error): Step {
    return { query: this.#database.build.deleteFrom("users").where("id", "=", id).compile(), otherwise };
  }

  #update(id: string, values: Partial<UsersTable>): Step {
    return { query: this.#database.build.updateTable("users").set(values).where("id", "=", id).compile() };
  }
}

const withoutTotp = {
  totp_sealed: null,
  totp_in_force: 0,
  totp_last_step: 0,
  recovery_codes: "[]",
} as const satisfies Partial<UsersTable>;

function toUser(row: Row): StoredUser {
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    passwordHash: row.password_hash === noPassword ? undefined : row.password_hash,
    hasPassword: row.password_hash !== noPassword,
    totpSealed: row.totp_sealed ?? undefined,
    hasTotp: row.totp_in_force === 1,
    totpLastStep: row.totp_last_step,
    recoveryCodes: JSON.parse(row.recovery_codes) as string[],
    createdAt: row.created_at,
    lastSignedInAt: row.last_signed_in_at ?? undefined,
  };
}
