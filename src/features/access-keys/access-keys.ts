import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Random } from "#platform/random.ts";
import { Recent } from "#platform/recent.ts";
import type { Secrets } from "#platform/secrets.ts";
import { apiKeyPrefix, hashToken, newAccessKeyId, newApiToken, newSecret } from "./key-forms.ts";
import { everything, type KeyScope, readScope, scopeText } from "./key-scope.ts";
import { KeyUses } from "./key-uses.ts";
import { isSecret, matchesSmtpPassword } from "./smtp-password.ts";
import type { AccessKeyRow, KeyRow, KeyStore } from "./store.ts";

/** What signs a request: an id that is sent and a secret that is not. */
export interface AccessKey {
  readonly id: string;
  readonly account: string;
  readonly secret: string;
  readonly revoked: boolean;
  readonly scope: KeyScope;
}

/** What is sent as it is. */
export interface ApiKey {
  readonly id: string;
  readonly account: string;
  readonly scope: KeyScope;
}

/** A key as it is listed, its secret left out. */
export interface ListedKey {
  readonly id: string;
  readonly description: string;
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
  /** Give or take ten minutes; undefined: no use is on record, as of keys used only before this was kept. */
  readonly lastUsedAt: number | undefined;
  readonly scope: KeyScope;
}

export type KeyKind = "access-key" | "api-key";

/** Whose SMTP password it is, in which region, and what its key may do, or why it is none. */
export type SmtpPasswordCheck =
  | {
      readonly outcome: "verified";
      readonly account: string;
      readonly region: string;
      readonly scope: KeyScope;
    }
  | { readonly outcome: "wrong" }
  /** What the password is made of was given in its place, as happens with SES too. */
  | { readonly outcome: "secret-access-key" }
  | { readonly outcome: "unknown-key" };

const mostRemembered = 4_096;

/** Whose things a request works with that proves nobody. */
export const localAccount = "000000000000";

/** Who may call: access keys, which sign (AWS dialect), and API keys, which are sent (plain dialect). */
export class AccessKeys {
  readonly #store: KeyStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #random: Random;
  /** Those that are not written yet. */
  readonly uses: KeyUses;
  readonly #accessKeys: Recent<AccessKey | undefined>;
  readonly #apiKeys: Recent<ApiKey | undefined>;

  constructor(parts: {
    store: KeyStore;
    secrets: Secrets;
    announcements: Announcements;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.uses = new KeyUses(parts.clock);
    // What is not found is not kept, so that guesses push nothing out.
    const options = { clock: parts.clock, most: mostRemembered, isKept: (key: unknown) => key !== undefined };
    this.#accessKeys = new Recent<AccessKey | undefined>(options);
    this.#apiKeys = new Recent<ApiKey | undefined>(options);
    parts.announcements.hear("access-keys", (id) => this.#accessKeys.forget(id));
    // They are remembered by token, which nobody here knows.
    parts.announcements.hear("api-keys", () => this.#apiKeys.forget(undefined));
  }

  /** Also finds a revoked key, which is refused where a stranger's would be let in. At most a second out of date. */
  findAccessKey(id: string): Promise<AccessKey | undefined> {
    return this.#accessKeys.get(id, async () => this.#open(await this.#store.accessKey(id)));
  }

  /** Finds no revoked keys. At most a second out of date. */
  findApiKey(token: string): Promise<ApiKey | undefined> {
    return this.#apiKeys.get(token, async () => {
      const row = await this.#store.apiKey(hashToken(token));
      return row && { ...row, scope: readScope(row.scope) };
    });
  }

  /**
   * An SMTP password is good for one region and does not say which. `defaultRegion` is tried first, then those in which
   * the key's account has identities.
   */
  async verifySmtpPassword(id: string, password: string, defaultRegion: string): Promise<SmtpPasswordCheck> {
    const key = await this.findAccessKey(id);
    if (key === undefined) return { outcome: "unknown-key" };
    if (key.revoked) return { outcome: "wrong" };
    const { account, scope } = key;
    const verified = (region: string) => {
      this.noteUse(id);
      return { outcome: "verified", account, region, scope } as const;
    };
    if (matchesSmtpPassword(key.secret, defaultRegion, password)) return verified(defaultRegion);
    const regions = await this.regionsOf(account);
    const region = regions.find((candidate) => matchesSmtpPassword(key.secret, candidate, password));
    if (region !== undefined) return verified(region);
    return { outcome: isSecret(key.secret, password) ? "secret-access-key" : "wrong" };
  }

  /** Of a key of either kind, by whoever has proven to have it. */
  noteUse(id: string): void {
    this.uses.note(id);
  }

  /** Writes down which keys were used since it was done last; after a `kill -9`, what was not written is forgotten. */
  async writeUses(): Promise<void> {
    const uses = this.uses.take();
    try {
      await this.#store.writeUses(uses);
    } catch (error) {
      this.uses.putBack(uses);
      throw error;
    }
  }

  /** The regions in which the account has had identities. */
  async regionsOf(account: string): Promise<string[]> {
    return await this.#store.regionsOf(account);
  }

  async createAccessKey(account: string, description: string, scope = everything): Promise<AccessKey> {
    const id = newAccessKeyId(this.#random);
    const secret = newSecret(this.#random);
    await this.#store.addAccessKey({
      id,
      account,
      secret_sealed: this.#secrets.seal(Buffer.from(secret), sealedAs(id)),
      description,
      created_at: this.#clock.now(),
      revoked_at: null,
      scope: scopeText(scope),
    });
    return { id, account, secret, revoked: false, scope };
  }

  /** The token is known to nobody but who gets it now. */
  async createApiKey(
    account: string,
    description: string,
    scope = everything,
  ): Promise<ApiKey & { token: string }> {
    const now = this.#clock.now();
    const id = newId(apiKeyPrefix, now, this.#random);
    const token = newApiToken(this.#random);
    await this.#store.addApiKey({
      id,
      account,
      token_hash: hashToken(token),
      description,
      created_at: now,
      revoked_at: null,
      scope: scopeText(scope),
    });
    return { id, account, token, scope };
  }

  /** Oldest first, revoked ones too. */
  async list(kind: KeyKind, account: string): Promise<ListedKey[]> {
    return (await this.#store.list(tableOf[kind], account)).map(toListed);
  }

  /**
   * In force at once in every process that hears of it, and within a second in those that do not.
   *
   * @throws CallerError `not-found`, also for a key that is revoked already.
   */
  async revoke(kind: KeyKind, account: string, id: string): Promise<void> {
    const at = this.#clock.now();
    const what = kind === "api-key" ? "API key" : "access key";
    const missing = () => new CallerError("not-found", `There is no ${what} ${id} in force.`);
    await this.#store.revoke(tableOf[kind], { account, id, at }, missing);
  }

  /** The access key of the local account, made on the first start. */
  async ensureLocalKey(): Promise<AccessKey> {
    for (const { id, revoked_at } of await this.#store.list("access_keys", localAccount)) {
      if (revoked_at !== null) continue;
      const key = this.#open(await this.#store.accessKey(id));
      if (key !== undefined) return key;
    }
    return await this.createAccessKey(localAccount, "local");
  }

  #open(row: AccessKeyRow | undefined): AccessKey | undefined {
    if (row === undefined) return undefined;
    const { id, account, secret_sealed, revoked_at, scope } = row;
    const secret = Buffer.from(this.#secrets.open(secret_sealed, sealedAs(id))).toString();
    return { id, account, secret, revoked: revoked_at !== null, scope: readScope(scope) };
  }
}

const tableOf = { "access-key": "access_keys", "api-key": "api_keys" } as const satisfies Record<
  KeyKind,
  string
>;

function sealedAs(id: string): string {
  return `access-key/${id}`;
}

function toListed({ id, description, created_at, revoked_at, last_used_at, scope }: KeyRow): ListedKey {
  return {
    id,
    description,
    createdAt: created_at,
    revokedAt: revoked_at ?? undefined,
    lastUsedAt: last_used_at ?? undefined,
    scope: readScope(scope),
  };
}
