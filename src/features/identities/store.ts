import { type Insertable, type Selectable, sql } from "kysely";
import type { KeyBits } from "#features/dkim-keys/index.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { IdentitiesTable } from "#platform/database/tables/identities.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import {
  addressProofWindowMs,
  type DkimOrigin,
  type Identity,
  type ListedIdentity,
  type MxFailureBehavior,
  type Soa,
  type VerificationStatus,
} from "./identity.ts";

type Row = Selectable<IdentitiesTable>;

export interface ListFilter {
  readonly nameContains?: string | undefined;
  readonly kind?: Identity["kind"] | undefined;
  readonly status?: VerificationStatus | undefined;
}

export class IdentityStore {
  readonly #database: Database;
  readonly #byName: ReturnType<typeof byName>;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #count: ReturnType<typeof counting>;

  constructor(database: Database) {
    this.#database = database;
    this.#byName = byName(database);
    this.#insert = insertion(database);
    this.#count = counting(database);
  }

  async find(owner: Owner, name: string): Promise<Identity | undefined> {
    const [row] = await this.#database.read(this.#byName({ ...owner, name }));
    return row && toIdentity(row);
  }

  /** A guard for a group that depends on the identity: `not-found` when it has gone. */
  requireExistence(owner: Owner, name: string): Step {
    const query = this.#database.build
      .selectFrom("identities")
      .select("id")
      .where((row) => row.and({ ...owner, name }));
    return {
      query: (this.#database.engine === "postgres" ? query.forKeyShare() : query).compile(),
      otherwise: () => new CallerError("not-found", `Email identity ${name} does not exist.`),
    };
  }

  /** As `requireExistence`, and whoever else holds the identity waits until the group is done. */
  hold(owner: Owner, name: string): Step {
    const query = this.#database.build
      .selectFrom("identities")
      .select("id")
      .where((row) => row.and({ ...owner, name }));
    return {
      query: (this.#database.engine === "postgres" ? query.forNoKeyUpdate() : query).compile(),
      otherwise: () => new CallerError("not-found", `Email identity ${name} does not exist.`),
    };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Guarded: the name must be free and the account have room for one more. */
  insert(identity: Identity, limit: number): Step[] {
    const { owner, name } = identity;
    return [
      {
        query: this.#insert(toRow(identity)),
        otherwise: () => new CallerError("already-exists", `Email identity ${name} already exist.`),
      },
      {
        query: this.#count({ ...owner, limit }),
        otherwise: () =>
          new CallerError(
            "limit-exceeded",
            `You have reached the limit of ${limit} identities in ${owner.region}.`,
          ),
      },
    ];
  }

  /** Guarded: gone already means not found. */
  remove(owner: Owner, name: string, id: string): Step[] {
    return [
      {
        query: this.#database.build
          .deleteFrom("identities")
          .where((row) => row.and({ ...owner, name, id }))
          .compile(),
        otherwise: () => new CallerError("not-found", `Email identity ${name} does not exist.`),
      },
      {
        query: this.#database.build
          .updateTable("resource_counts")
          .set((expression) => ({ n: expression("n", "-", 1) }))
          .where((row) => row.and({ ...owner, kind: "identity" }))
          .compile(),
      },
    ];
  }

  /** Guarded by the id: an identity that was deleted and made anew in between is another one. */
  update(identity: Identity, change: Partial<Insertable<IdentitiesTable>>): Step {
    const { owner, name, id } = identity;
    return {
      query: this.#database.build
        .updateTable("identities")
        .set(change)
        .where((row) => row.and({ ...owner, name, id }))
        .compile(),
      otherwise: () => new CallerError("not-found", `Email identity ${name} does not exist.`),
    };
  }

  /** By name, from the first one after `after`. */
  async list(
    owner: Owner,
    {
      filter,
      after,
      limit,
      now,
    }: { filter: ListFilter; after: string | undefined; limit: number; now: number },
  ): Promise<ListedIdentity[]> {
    let query = this.#database.build
      .selectFrom("identities")
      .select(["name", "kind", "verification_status", "verification_status_since"])
      .where("account", "=", owner.account)
      .where("region", "=", owner.region)
      .orderBy("name")
      .limit(limit);
    if (after !== undefined) query = query.where("name", ">", after);
    if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
    if (filter.nameContains !== undefined) {
      const pattern = `%${filter.nameContains.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`;
      query = query.where(sql<boolean>`lower(name) like ${pattern} escape '\\'`);
    }
    if (filter.status !== undefined) {
      const expired = now - addressProofWindowMs;
      const status = sql<string>`case when kind = 'address' and verification_status = 'pending'
        and verification_status_since <= ${expired} then 'failed' else verification_status end`;
      query = query.where(status, "=", filter.status);
    }
    const rows = await this.#database.read(query.compile());
    return rows.map((row) => ({
      name: row.name,
      kind: row.kind,
      verification: { status: row.verification_status, since: row.verification_status_since },
    }));
  }

  /** Names of the account's identities in other regions that share the key of this one. */
  async replicaRegions(owner: Owner, name: string, origin: DkimOrigin): Promise<string[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identities")
        .select("region")
        .where("account", "=", owner.account)
        .where("name", "=", name)
        .where("dkim_origin", "=", origin)
        .compile(),
    );
    return rows.map(({ region }) => region);
  }
}

function byName(database: Database) {
  return prepare<Owner & { name: string }>()(database, (build, value) =>
    build
      .selectFrom("identities")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("name", "=", value.name),
  );
}

function insertion(database: Database) {
  return prepare<Row>()(database, (build, value) =>
    build
      .insertInto("identities")
      .values(Object.fromEntries(columns.map((column) => [column, value[column]])) as unknown as Row)
      .onConflict((conflict) => conflict.doNothing()),
  );
}

/** One more, unless the limit is reached: then no row changes. */
function counting(database: Database) {
  return prepare<Owner & { limit: number }>()(database, (build, value) =>
    build
      .insertInto("resource_counts")
      .values({ account: value.account, region: value.region, kind: "identity", n: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "kind"])
          .doUpdateSet((expression) => ({ n: expression("resource_counts.n", "+", 1) }))
          .where("resource_counts.n", "<", value.limit),
      ),
  );
}

const columns = [
  "account",
  "region",
  "name",
  "id",
  "kind",
  "created_at",
  "configuration_set",
  "feedback_forwarding",
  "verification_status",
  "verification_status_since",
  "dkim_signing_enabled",
  "dkim_origin",
  "dkim_status",
  "dkim_status_since",
  "next_key_bits",
  "key_bits_changed_at",
  "mail_from_domain",
  "mail_from_on_mx_failure",
  "mail_from_status",
  "mail_from_status_since",
  "last_checked_at",
  "last_success_at",
  "check_error",
  "soa",
] as const satisfies readonly (keyof Row)[];

function toRow(identity: Identity): Row {
  const { owner, verification, dkim, mailFrom, lastCheck } = identity;
  return {
    ...owner,
    name: identity.name,
    id: identity.id,
    kind: identity.kind,
    created_at: identity.createdAt,
    configuration_set: identity.configurationSet ?? null,
    feedback_forwarding: identity.feedbackForwarding ? 1 : 0,
    verification_status: verification.status,
    verification_status_since: verification.since,
    dkim_signing_enabled: dkim.signingEnabled ? 1 : 0,
    dkim_origin: dkim.origin,
    dkim_status: dkim.verification.status,
    dkim_status_since: dkim.verification.since,
    next_key_bits: dkim.nextKeyBits ?? null,
    key_bits_changed_at: dkim.keyBitsChangedAt ?? null,
    mail_from_domain: mailFrom?.domain ?? null,
    mail_from_on_mx_failure: identity.onMxFailure,
    mail_from_status: mailFrom?.verification.status ?? null,
    mail_from_status_since: mailFrom?.verification.since ?? null,
    last_checked_at: lastCheck.lastCheckedAt ?? null,
    last_success_at: lastCheck.lastSuccessAt ?? null,
    check_error: lastCheck.errorType ?? null,
    soa: lastCheck.soa === undefined ? null : JSON.stringify(lastCheck.soa),
  };
}

export function toIdentity(row: Row): Identity {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    kind: row.kind,
    createdAt: row.created_at,
    configurationSet: row.configuration_set ?? undefined,
    feedbackForwarding: row.feedback_forwarding === 1,
    verification: { status: row.verification_status, since: row.verification_status_since },
    dkim: {
      signingEnabled: row.dkim_signing_enabled === 1,
      origin: row.dkim_origin as DkimOrigin,
      verification: { status: row.dkim_status, since: row.dkim_status_since },
      nextKeyBits: (row.next_key_bits ?? undefined) as KeyBits | undefined,
      keyBitsChangedAt: row.key_bits_changed_at ?? undefined,
    },
    mailFrom:
      row.mail_from_domain === null || row.mail_from_status === null
        ? undefined
        : {
            domain: row.mail_from_domain,
            verification: {
              status: row.mail_from_status,
              since: row.mail_from_status_since ?? row.created_at,
            },
          },
    onMxFailure: row.mail_from_on_mx_failure as MxFailureBehavior,
    lastCheck: {
      lastCheckedAt: row.last_checked_at ?? undefined,
      lastSuccessAt: row.last_success_at ?? undefined,
      errorType: row.check_error ?? undefined,
      soa: row.soa === null ? undefined : (JSON.parse(row.soa) as Soa),
    },
  };
}
