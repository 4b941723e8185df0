import { buildPeople } from "#app/people.ts";
import type { Config } from "#config.ts";
import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { Account, AccountStore, QuotaStore } from "#features/account/index.ts";
import { KeptIssuance } from "#features/acme/index.ts";
import { DkimKeys } from "#features/dkim-keys/index.ts";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import { openMasterKey, ServiceKey, ServiceKeyStore } from "#features/service-key/index.ts";
import type { SecondFactor, Users } from "#features/users/index.ts";
import type { Clock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";

export interface OpenStore extends AsyncDisposable {
  readonly account: Account;
  readonly accessKeys: AccessKeys;
  readonly dkimKeys: DkimKeys;
  readonly keptIssuance: KeptIssuance;
  readonly serviceKey: ServiceKey;
  readonly users: Users;
  readonly secondFactor: SecondFactor;
}

/** What commands need of the store itself, beside a service that may be running on it. */
export async function openStore(config: Config, clock: Clock): Promise<OpenStore> {
  await using opening = new AsyncDisposableStack();
  const { dataFolder: folder, databaseUrl: url, masterKey: given, region: home } = config;
  const database = opening.use(await openDatabase({ folder, url }));
  const store = new ServiceKeyStore(database);
  const masterKey = await openMasterKey({ store, given, folder, clock });
  const secrets = secretsUnder(masterKey);
  const common = { secrets, clock, random: systemRandom, announcements: database.announcements };
  const opened = opening.move();
  return {
    account: new Account({
      ...common,
      store: new AccountStore(database),
      quotas: new QuotaStore(database),
      home,
    }),
    accessKeys: new AccessKeys({ ...common, store: new KeyStore(database) }),
    ...buildPeople({ ...common, database }),
    dkimKeys: new DkimKeys({ ...common, store: new DkimKeyStore(database) }),
    serviceKey: new ServiceKey({ ...common, store }),
    keptIssuance: new KeptIssuance({ ...common, store }),
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}
