import { createHmac, hash } from "node:crypto";
import {
  isUserName,
  type PasswordHasher,
  type SecondFactor,
  type StoredUser,
  type UserStore,
} from "#features/users/index.ts";
import type { Change } from "#platform/change.ts";
import { clientNetwork } from "#platform/client-network.ts";
import { type Clock, dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Random } from "#platform/random.ts";
import type { SignInAttempts } from "./sign-in-attempts.ts";
import type { SessionStore, StoredSession } from "./store.ts";

export { SignInAttempts } from "./sign-in-attempts.ts";
export { SignInAttemptStore } from "./sign-in-attempts-store.ts";
export { SessionStore, type StoredSession } from "./store.ts";

/** What a request's token stands for. */
export interface Session extends StoredSession {
  readonly user: StoredUser;
  /** What a page that was loaded from here knows, and a page of somebody else's cannot. */
  readonly csrfToken: string;
}

/** Where somebody signs in. */
export interface SignedInFrom {
  readonly address: string;
  readonly userAgent: string;
}

export interface SignInRequest extends SignedInFrom {
  readonly name: string;
  readonly password: string;
  /** Empty: none was given. */
  readonly code: string;
}

export const sessionLifetimeMs = 14 * dayMs;
const idleMs = 12 * hourMs;
/** A session that is used is written down no more often. */
const noteUseEveryMs = minuteMs;
const longestShown = 256;
const longestPassword = 256;

/** People who have signed in. Nothing is remembered in the process: who was signed out is out everywhere, at once. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #users: UserStore;
  readonly #hasher: PasswordHasher;
  readonly #secondFactor: SecondFactor;
  readonly #attempts: SignInAttempts;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: SessionStore;
    users: UserStore;
    hasher: PasswordHasher;
    secondFactor: SecondFactor;
    attempts: SignInAttempts;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#users = parts.users;
    this.#hasher = parts.hasher;
    this.#secondFactor = parts.secondFactor;
    this.#attempts = parts.attempts;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /**
   * Answers the token, which is known to nobody but who gets it now. Always a new one: whatever the browser had before is worth no
   * more than it was. Throws `wrong-credentials` whichever was wrong, and `too-many-requests`.
   */
  async signIn(request: SignInRequest): Promise<string> {
    const name = request.name.toLowerCase().slice(0, 64);
    await this.#attempts.count(name, request.address);
    const user = await this.#users.named(name);
    const isRight = await this.#hasher.matches(
      request.password.slice(0, longestPassword),
      user?.passwordHash,
    );
    if (user === undefined || !isRight) throw wrongCredentials();
    const spent = user.hasTotp ? this.#spendCode(user, request.code) : [];
    return await this.#begin(user, request, [
      ...spent,
      ...(await this.#attempts.changesAfterSuccess(name, request.address)),
    ]);
  }

  /**
   * Signs somebody in whom another vouches for, which `nameOf` finds out: no password is asked for, and no code. Whoever is not vouched for has to
   * wait as at the door, and keeps nobody elsewhere out by it; whoever is has guessed nothing, whether they are a user here or not. Throws
   * `wrong-credentials`, `too-many-requests`, and what `nameOf` throws.
   */
  async signInVouchedFor(at: SignedInFrom, nameOf: () => Promise<string>): Promise<string> {
    const asked = `Vouched for ${clientNetwork(at.address)}`;
    await this.#attempts.count(asked, at.address);
    // Of ASCII alone, of which all names here are: other letters become some of it (the sign of the kelvin a k).
    const name = (await nameOf()).replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const changes = await this.#attempts.changesAfterSuccess(asked, at.address);
    const user = isUserName(name) ? await this.#users.named(name) : undefined;
    if (user === undefined) {
      await this.#store.write(changes);
      throw new CallerError("wrong-credentials", `There is no user ${legible(name)} here.`);
    }
    return await this.#begin(user, at, changes);
  }

  async #begin(user: StoredUser, at: SignedInFrom, changes: readonly Change[]): Promise<string> {
    const now = this.#clock.now();
    const token = Buffer.from(this.#random.bytes(32)).toString("base64url");
    const session = {
      id: newId("ses", now, this.#random),
      userId: user.id,
      account: user.account,
      createdAt: now,
      lastUsedAt: now,
      sourceIp: at.address,
      userAgent: legible(at.userAgent),
    };
    await this.#store.write([
      ...changes,
      this.#store.insert(session, hashToken(token)),
      this.#users.noteSignIn(user, now, () => wrongCredentials()),
      this.#store.forgetUnusedSince(now - idleMs),
    ]);
    return token;
  }

  /**
   * Whether it is the password of somebody who has signed in. Whoever guesses here has to wait as at the door, and keeps nobody out of
   * there by it. Throws `too-many-requests`.
   */
  async isPassword(user: StoredUser, password: string, address: string): Promise<boolean> {
    // No name that is tried at the door has a capital letter.
    const asked = `${user.name} Again`;
    await this.#attempts.count(asked, address);
    if (!(await this.#hasher.matches(password.slice(0, longestPassword), user.passwordHash))) return false;
    await this.#store.write(await this.#attempts.changesAfterSuccess(asked, address));
    return true;
  }

  /** Undefined: it is none, or is over. */
  async find(token: string): Promise<Session | undefined> {
    const tokenHash = hashToken(token);
    const session = await this.#store.find(tokenHash);
    const now = this.#clock.now();
    if (session === undefined || now - session.createdAt >= sessionLifetimeMs) return undefined;
    if (now - session.lastUsedAt >= idleMs) return undefined;
    const user = await this.#users.withId(session.userId);
    if (user === undefined) return undefined;
    if (now - session.lastUsedAt >= noteUseEveryMs) {
      await this.#store.write([this.#store.noteUse(tokenHash, now)]);
    }
    const csrfToken = createHmac("sha256", token).update("signet csrf").digest("base64url");
    return { ...session, user, csrfToken };
  }

  /** Those of a user that are not over, the newest first. */
  async list(userId: string): Promise<readonly StoredSession[]> {
    const now = this.#clock.now();
    const sessions = await this.#store.ofUser(userId);
    return sessions.filter(
      ({ createdAt, lastUsedAt }) => now - createdAt < sessionLifetimeMs && now - lastUsedAt < idleMs,
    );
  }

  /** Throws `not-found`. */
  async end(userId: string, id: string): Promise<void> {
    const gone = () => new CallerError("not-found", `There is no session ${id}.`);
    await this.#store.write([this.#store.end(userId, id, gone)]);
  }

  async endAll(userId: string): Promise<void> {
    await this.#store.write([this.#store.endAllOf(userId)]);
  }

  #spendCode(user: StoredUser, code: string) {
    if (code === "") {
      throw wrongCredentials([{ path: "code", message: "is required" }]);
    }
    const spent = this.#secondFactor.changesToSpend(user, code, () => wrongCredentials());
    if (spent === undefined) throw wrongCredentials();
    return spent;
  }
}

function wrongCredentials(details: { path: string; message: string }[] = []): CallerError {
  return new CallerError("wrong-credentials", "The name, the password or the code is wrong.", details);
}

/** A plain hash is enough for what cannot be guessed. */
function hashToken(token: string): Uint8Array {
  return hash("sha256", token, "buffer");
}

/** A stranger's word, to be shown. */
function legible(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, " ")
    .toWellFormed()
    .slice(0, longestShown)
    .toWellFormed();
}
