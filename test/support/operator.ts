import { buildPeople } from "#app/people.ts";
import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { Account, AccountStore, QuotaStore } from "#features/account/index.ts";
import { DkimKeys } from "#features/dkim-keys/index.ts";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import type { SecondFactor, Users } from "#features/users/index.ts";
import type { Database } from "#platform/database/open.ts";
import { masterKeyIn } from "#platform/master-key.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import type { World } from "./world.ts";

/** Who has the data folder and the database, and works on them beside the running service, as `signet keys` does. */
export interface Operator extends AsyncDisposable {
  readonly database: Database;
  readonly account: Account;
  readonly accessKeys: AccessKeys;
  readonly dkimKeys: DkimKeys;
  readonly users: Users;
  readonly secondFactor: SecondFactor;
}

export async function operatorOf(world: World): Promise<Operator> {
  const database = await world.openDatabase();
  const secrets = secretsUnder(await masterKeyIn(world.folder));
  const common = {
    secrets,
    clock: world.clock,
    random: systemRandom,
    announcements: database.announcements,
  };
  return {
    database,
    account: new Account({
      ...common,
      store: new AccountStore(database),
      quotas: new QuotaStore(database),
      home: "us-east-1",
    }),
    accessKeys: new AccessKeys({ ...common, store: new KeyStore(database) }),
    ...buildPeople({ ...common, database }),
    dkimKeys: new DkimKeys({ ...common, store: new DkimKeyStore(database) }),
    [Symbol.asyncDispose]: async () => await database[Symbol.asyncDispose](),
  };
}
