import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Tags } from "#features/tags/index.ts";
import { TagStore } from "#features/tags/store.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { CallerError } from "#platform/errors.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { ContactListStore, ContactLists, ContactStore, Contacts } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const readers = { name: "readers", description: undefined, topics: [] };
const { signal } = new AbortController();

function open(database: Database) {
  const parts = { clock: new HandClock(), random: systemRandom };
  const tags = new Tags({ store: new TagStore(database), taggable: [] });
  const contactLists = new ContactLists({ ...parts, tags, store: new ContactListStore(database) });
  return {
    contactLists,
    contacts: new Contacts({ ...parts, contactLists, store: new ContactStore(database) }),
  };
}

async function fill({ contacts }: ReturnType<typeof open>, n: number): Promise<void> {
  const common = { preferences: {}, unsubscribedFromAll: true, attributes: undefined };
  const all = Array.from({ length: n }, (_, at) => ({ ...common, address: `reader-${at}@example.com` }));
  while (all.length > 0) await contacts.putAll(owner, "readers", all.splice(0, 500));
}

async function addresses(database: Database): Promise<string[]> {
  const all = database.build.selectFrom("contacts").select("address").orderBy("address").compile();
  return (await database.read(all)).map(({ address }) => address);
}

/** The database, to which something happens before its nth write by way of what is answered. */
function beforeWrite(database: Database, n: number, happens: () => Promise<void>): Database {
  const before = Object.create(database) as Database;
  let writes = 0;
  before.read = async (query) => await database.read(query);
  before.write = async (group) => {
    writes += 1;
    if (writes === n) await happens();
    return await database.write(group);
  };
  return before;
}

/** Deletes the list in a process that is killed before its nth write. */
async function removeAndDie(database: Database, n: number): Promise<void> {
  const dying = beforeWrite(database, n, async () => await Promise.reject(new Error("killed")));
  await assert.rejects(open(dying).contactLists.remove(owner, "readers"), /killed/);
}

for (const engine of engines) {
  describe(`a contact list that is deleted, on ${engine}`, () => {
    test("a large one holds up nobody: its contacts go some at a time", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const changed: number[] = [];
      const watched = beforeWrite(database, 0, async () => {});
      watched.write = async (group) => {
        const outcomes = await database.write(group);
        changed.push(...outcomes.map(({ count }) => count));
        return outcomes;
      };
      const service = open(watched);
      await service.contactLists.create(owner, readers, []);
      await fill(service, 1_200);
      changed.splice(0);
      await service.contactLists.remove(owner, "readers");
      assert.deepEqual(
        changed.filter((count) => count > 1),
        [500, 500, 200],
      );
      assert.deepEqual(await addresses(database), []);
    });

    test("one of its name does not begin with what a kill left of it", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const service = open(database);
      await service.contactLists.create(owner, readers, []);
      await fill(service, 600);
      await removeAndDie(database, 3);
      assert.equal((await addresses(database)).length, 100);
      await assert.rejects(service.contactLists.get(owner, "readers"), CallerError);
      await service.contactLists.create(owner, readers, []);
      assert.deepEqual(await addresses(database), []);
    });

    test("what a kill left of it is forgotten, and nothing of the lists beside it", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const service = open(database);
      await service.contactLists.create(owner, readers, []);
      await fill(service, 3);
      await removeAndDie(database, 2);
      for (const region of ["eu-west-1", "us-west-2"]) {
        const beside = { ...owner, region };
        await service.contactLists.create(beside, readers, []);
        const said = { preferences: {}, unsubscribedFromAll: undefined, attributes: undefined };
        await service.contacts.create(beside, "readers", { ...said, address: `bob@${region}.example` });
      }
      await service.contactLists.forgetLeft(signal);
      assert.deepEqual(await addresses(database), ["bob@eu-west-1.example", "bob@us-west-2.example"]);
    });

    test("one of its name that is made meanwhile keeps its contacts", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const service = open(database);
      await service.contactLists.create(owner, readers, []);
      await fill(service, 600);
      const slow = beforeWrite(database, 2, async () => {
        await service.contactLists.create(owner, readers, []);
        await fill(service, 1);
      });
      await open(slow).contactLists.remove(owner, "readers");
      assert.deepEqual(await addresses(database), ["reader-0@example.com"]);
    });
  });
}

describe("what is left of deleted lists is looked for", () => {
  const after = { account: "", region: "", list: "" };

  test("by a step for each list, whatever is on it, on sqlite", async () => {
    await using place = await newDatabasePlace("sqlite");
    await using database = await openDatabase(place);
    const plan = await sqlitePlan(database, async (explaining) => {
      await new ContactListStore(explaining).nextWithContacts(after);
    });
    assert.match(plan, /^SEARCH contacts USING COVERING INDEX \S+ \(\(account,region,list\)>\(\?,\?,\?\)\)$/);
  });

  test("by a step for each list, whatever is on it, on postgres", async () => {
    await using place = await newDatabasePlace("postgres");
    await using database = await openDatabase(place);
    const service = open(database);
    await service.contactLists.create(owner, readers, []);
    await fill(service, 2_000);
    const rows = await rowsRead(database, async (explaining) => {
      await new ContactListStore(explaining).nextWithContacts(after);
      await new ContactListStore(explaining).nextWithContacts({ ...owner, list: "readers" });
    });
    assert.ok(rows <= 1, `${rows} rows`);
  });
});
