import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { badMember, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Random } from "#platform/random.ts";
import type { PasswordHasher } from "./password-hash.ts";
import type { UserStore } from "./store.ts";
import { isUserName, type StoredUser, type User } from "./user.ts";

export { PasswordHasher } from "./password-hash.ts";
export { SecondFactor } from "./second-factor.ts";
export { UserStore } from "./store.ts";
export { isUserName, type StoredUser, type User } from "./user.ts";

const shortestPassword = 10;
const longestPassword = 256;

/** People who sign in. Every user of an account may do all that the account may, managing its users too. */
export class Users {
  readonly #store: UserStore;
  readonly #hasher: PasswordHasher;
  readonly #clock: Clock;
  readonly #random: Random;
  /** What ends a user's sessions, but for one. */
  readonly #changesToEndSessions: (userId: string, except?: string) => readonly Change[];

  readonly #hashing = new Set<string>();

  constructor(parts: {
    store: UserStore;
    hasher: PasswordHasher;
    clock: Clock;
    random: Random;
    changesToEndSessions: (userId: string, except?: string) => readonly Change[];
  }) {
    this.#store = parts.store;
    this.#hasher = parts.hasher;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#changesToEndSessions = parts.changesToEndSessions;
  }

  /** Throws `bad-request`, `already-exists`, `limit-exceeded`, `too-many-requests`. */
  async create(
    account: string,
    given: { readonly name: string; readonly password: string | undefined },
  ): Promise<User> {
    const name = given.name.toLowerCase();
    if (!isUserName(name)) {
      throw badMember("name", "must have 1 to 64 letters of ASCII, digits and . _ - @ +");
    }
    const createdAt = this.#clock.now();
    const id = newId("usr", createdAt, this.#random);
    const passwordHash = await this.#hash(account, given.password);
    await this.#store.insert({ id, account, name, passwordHash, createdAt });
    const hasPassword = passwordHash !== undefined;
    return { id, account, name, createdAt, lastSignedInAt: undefined, hasPassword, hasTotp: false };
  }

  async list(account: string): Promise<readonly User[]> {
    return await this.#store.ofAccount(account);
  }

  /** Throws `not-found`, also for a user of another account. */
  async get(account: string, id: string): Promise<StoredUser> {
    const user = await this.#store.withId(id);
    if (user?.account !== account) throw new CallerError("not-found", `There is no user ${id}.`);
    return user;
  }

  /** For whoever has no id at hand. Throws `not-found`. */
  async named(name: string): Promise<StoredUser> {
    const user = await this.#store.named(name.toLowerCase());
    if (user === undefined) throw new CallerError("not-found", `There is no user ${name}.`);
    return user;
  }

  /** Undefined: they have none any more. Ends the user's sessions, but for the one named. Throws `bad-request`, `too-many-requests`. */
  async setPassword(user: StoredUser, password: string | undefined, exceptSession?: string): Promise<void> {
    const passwordHash = await this.#hash(user.account, password);
    await this.#store.write([
      this.#store.setPassword(user, passwordHash),
      ...this.#changesToEndSessions(user.id, exceptSession),
    ]);
  }

  /** One at a time for each account: whoever sets many is not to keep others from signing in. */
  async #hash(account: string, password: string | undefined): Promise<string | undefined> {
    if (password === undefined) return undefined;
    checkPassword(password);
    if (this.#hashing.has(account)) {
      throw new CallerError("too-many-requests", "Another password is being set at this moment.", [], {
        retryAfterSeconds: 1,
      });
    }
    this.#hashing.add(account);
    try {
      return await this.#hasher.hash(password);
    } finally {
      this.#hashing.delete(account);
    }
  }

  async remove(user: StoredUser): Promise<void> {
    const gone = () => new CallerError("not-found", `There is no user ${user.id}.`);
    await this.#store.write([this.#store.remove(user, gone), ...this.#changesToEndSessions(user.id)]);
  }
}

function checkPassword(password: string): void {
  if (password.length < shortestPassword || password.length > longestPassword) {
    throw badMember("password", `must have ${shortestPassword} to ${longestPassword} characters`);
  }
}
