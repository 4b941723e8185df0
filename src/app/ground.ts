import { requireOwnZone } from "#config/own-zone.ts";
import type { Config } from "#config.ts";
import { DatabaseClock, DatabaseClockStore } from "#features/database-clock/index.ts";
import { openMasterKey, ServiceKeyStore } from "#features/service-key/index.ts";
import { HolderStore, Shares } from "#features/shares/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import { observed } from "#platform/database/observed.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { soleServiceIn } from "#platform/database/sqlite/sole-service.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";
import { type Secrets, secretsUnder } from "#platform/secrets.ts";
import type { Surroundings } from "./surroundings.ts";
import { onceThere } from "./wait-for-database.ts";

/** What features are built from. */
export interface Ground {
  readonly config: Config;
  readonly surroundings: Surroundings & { readonly announcements: Announcements };
  readonly database: Database;
  /** With other processes; undefined where there can be none. */
  readonly shares: Shares | undefined;
  /** Undefined where it is ours. */
  readonly databaseClock: DatabaseClock | undefined;
  readonly secrets: Secrets;
  /** What proves that a link is ours. */
  readonly tokens: SealedTokens;
  /** Known once HTTP listens. */
  readonly publicUrl: () => string;
}

/** Opens the store and what is sealed in it. */
export async function openGround(
  config: Config,
  surroundings: Surroundings,
  publicUrl: () => string,
): Promise<Ground & AsyncDisposable> {
  requireOwnZone(config.zone);
  await using opening = new AsyncDisposableStack();
  if (config.databaseUrl === undefined) opening.use(await soleServiceIn(config.dataFolder));
  const { database, masterKey } = await onceThere(
    surroundings,
    async () => await openStore(config, surroundings),
  );
  opening.use(database);
  const { announcements } = database;
  const isShared = database.engine === "postgres";
  const shares = isShared
    ? opening.use(new Shares({ ...surroundings, announcements, store: new HolderStore(database) }))
    : undefined;
  const databaseClock =
    isShared && surroundings.isClockCompared === true
      ? opening.use(await DatabaseClock.watch({ ...surroundings, store: new DatabaseClockStore(database) }))
      : undefined;
  const opened = opening.move();
  return {
    config,
    surroundings: { ...surroundings, announcements },
    database,
    shares,
    databaseClock,
    secrets: secretsUnder(masterKey),
    tokens: new SealedTokens(masterKey),
    publicUrl,
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

async function openStore(config: Config, surroundings: Surroundings) {
  const { dataFolder: folder, databaseUrl: url, masterKey: given } = config;
  await using opening = new AsyncDisposableStack();
  const store = opening.use(
    await openDatabase({ folder, url }, { signal: surroundings.interruption, log: surroundings.log }),
  );
  const database = observed(store, surroundings);
  const masterKey = await openMasterKey({
    ...surroundings,
    store: new ServiceKeyStore(database),
    given,
    folder,
  });
  opening.move();
  return { database, masterKey };
}
