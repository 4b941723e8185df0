import assert from "node:assert/strict";
import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ListEmailIdentitiesCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { contactsInAnyCase } from "#platform/database/migrations/0072-contacts-in-any-case.ts";
import { migrations } from "#platform/database/migrations/index.ts";
import { openDatabase, sqliteFileIn } from "#platform/database/open.ts";
import { compareSchema, migrate } from "#platform/database/schema.ts";
import { masterKeyIn } from "#platform/master-key.ts";
import { signet } from "#test/support/command-line.ts";
import { type DatabasePlace, type Engine, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

function settingsFor({ folder, url }: DatabasePlace): Record<string, string> {
  return { SIGNET_DATA: folder, ...(url === undefined ? {} : { SIGNET_DATABASE_URL: url }) };
}

async function send(service: ServiceProcess, to: string): Promise<string> {
  const { MessageId } = await service.call<{ MessageId: string }>("POST", "/v2/email/outbound-emails", {
    FromEmailAddress: "ann@sender.example",
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
  });
  return MessageId;
}

/** What is in an export, in an order of its own: databases have none. */
async function rowsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  let table = "";
  return lines
    .slice(1, -1)
    .map((line) => {
      if (line.startsWith("{")) table = line;
      return `${table} ${line}`;
    })
    .toSorted();
}

/** Moves all there is, and compares what came out with what went in. */
async function move(from: DatabasePlace, engine: Engine): Promise<DatabasePlace> {
  const to = await newDatabasePlace(engine, { empty: true });
  const file = join(from.folder, `to-${engine}.export`);
  const exported = await signet(["export", file], settingsFor(from));
  assert.equal(exported.code, 0, exported.err);
  assert.equal((await stat(file)).mode & 0o777, 0o600);

  const keyless = await signet(["import", file], settingsFor(to));
  assert.deepEqual([keyless.code, /carry over master\.key/.test(keyless.err)], [1, true], keyless.err);
  await copyFile(join(from.folder, "master.key"), join(to.folder, "master.key"));
  const imported = await signet(["import", file], settingsFor(to));
  assert.equal(imported.code, 0, imported.err);
  assert.match(imported.out, /^Imported \d+ rows; every table has as many as were exported\.\n$/);

  const again = join(to.folder, "again.export");
  assert.equal((await signet(["export", again], settingsFor(to))).code, 0);
  assert.deepEqual(await rowsIn(again), await rowsIn(file));
  const twice = await signet(["import", file], settingsFor(to));
  assert.deepEqual([twice.code, /The database is not empty/.test(twice.err)], [1, true], twice.err);
  return to;
}

test("from SQLite to PostgreSQL and back: what waits is sent once, keys and domains are in force", async () => {
  const arrived = new Map<string, number>();
  const { promise: stopping, resolve: goOn } = Promise.withResolvers<void>();
  await using receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    answer: async ({ content }) => {
      await stopping;
      const id = /^Message-ID: <([^@]+)@/m.exec(content.toString("latin1"))?.[1] ?? "";
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    },
  });
  const delivery = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
  const sent: string[] = [];
  const everythingArrives = async () => {
    while (arrived.size < sent.length) await delay(20);
    assert.deepEqual(new Set(arrived.keys()), new Set(sent));
    assert.ok([...arrived.values()].every((times) => times === 1));
  };

  await using sqlite = await newDatabasePlace("sqlite");
  const made = await signet(["keys", "create", "--json"], settingsFor(sqlite));
  const key = JSON.parse(made.out) as { id: string; secret: string };
  const limited = await signet(
    ["keys", "create", "--api", "--from", "sender.example", "--json"],
    settingsFor(sqlite),
  );
  const { secret: token } = JSON.parse(limited.out) as { secret: string };
  const inForce = async (service: ServiceProcess) => {
    const credentials = { accessKeyId: key.id, secretAccessKey: key.secret };
    const client = new SESv2Client({ endpoint: service.url, region: "us-east-1", credentials });
    const { EmailIdentities = [] } = await client.send(new ListEmailIdentitiesCommand({}));
    client.destroy();
    assert.deepEqual(
      EmailIdentities.map(({ IdentityName, SendingEnabled }) => [IdentityName, SendingEnabled]),
      [["sender.example", true]],
    );
    const denied = await fetch(`${service.url}/v2/email/identities`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.match(await denied.text(), /This key may only send/);
  };

  await using before = await ServiceProcess.start(sqlite, delivery);
  await verifyAtHome(before, "sender.example");
  for (let at = 0; at < 60; at++) sent.push(await send(before, `bob@domain-${at}.example`));
  const ended = before.terminate();
  const isReady = async () => {
    const answer = await fetch(`${before.url}/readyz`).catch(() => undefined);
    return answer?.status === 200;
  };
  while (await isReady()) await delay(20);
  // From now on it begins with nothing more.
  goOn();
  assert.equal(await ended, 0);
  assert.ok(arrived.size < sent.length, "nothing was left to do");

  await using postgres = await move(sqlite, "postgres");
  await using meanwhile = await ServiceProcess.start(postgres, delivery);
  await everythingArrives();
  await inForce(meanwhile);
  sent.push(await send(meanwhile, "cat@example.com"));
  await everythingArrives();
  assert.equal(await meanwhile.terminate(), 0);

  await using back = await move(postgres, "sqlite");
  await using after = await ServiceProcess.start(back, delivery);
  await inForce(after);
  sent.push(await send(after, "dan@example.com"));
  await everythingArrives();
});

test("what is no whole export, or not for this database, leaves it empty", async () => {
  await using from = await newDatabasePlace("sqlite");
  await signet(["keys", "create"], settingsFor(from));
  const file = join(from.folder, "whole.export");
  await signet(["export", file], settingsFor(from));
  const whole = await readFile(file, "utf8");
  assert.equal(
    (await signet(["export", file], settingsFor(from))).err,
    `signet: ${file} is there already: name another file, or remove it.\n`,
  );

  const lines = whole.trimEnd().split("\n");
  const broken: readonly [string, RegExp][] = [
    [lines.slice(0, -1).join("\n"), /cut short/],
    [whole.replace("AKIA", "AKIB"), /damaged/],
    [whole.slice(0, -whole.length / 2), /cut short or damaged: line \d+/],
    ["hello\n", /damaged\.export cannot be imported: .* no JSON/],
    [`${whole}${lines[1]}\n`, /follows the end/],
    [whole.replace(/"masterKey":"./, '"masterKey":"x'), /another master key/],
    [whole.replace("0002-sending", "0002-other"), /another version/],
  ];
  for (const engine of ["sqlite", "postgres"] as const) {
    await using to = await newDatabasePlace(engine, { empty: true });
    await copyFile(join(from.folder, "master.key"), join(to.folder, "master.key"));
    for (const [text, message] of broken) {
      const damaged = join(to.folder, "damaged.export");
      await writeFile(damaged, text);
      const { code, err } = await signet(["import", damaged], settingsFor(to));
      assert.equal(code, 1);
      assert.match(err, message);
    }
    assert.equal((await signet(["import", file], settingsFor(to))).code, 0, "it was not left empty");
  }
});

for (const engine of ["sqlite", "postgres"] as const) {
  test(`a backup of an older version is restored, and brought up to date, on ${engine}`, async () => {
    const older = migrations.slice(0, migrations.indexOf(contactsInAnyCase)).map(({ name }) => name);
    await using from = await newDatabasePlace("sqlite", { empty: true });
    await migrate(from, older);
    await masterKeyIn(from.folder);
    const file = join(from.folder, "older.export");
    const contact = `insert into contacts (account, region, list, address, preferences, unsubscribed_from_all, created_at, updated_at)
      values ('000000000000', 'us-east-1', 'list', ?, '{}', ?, 1, 1)`;
    using database = new DatabaseSync(sqliteFileIn(from.folder));
    for (const [address, hasLeft] of [["a@Example.com", 1] as const, ["a@example.com", 0] as const]) {
      database.prepare(contact).run(address, hasLeft);
    }
    assert.equal((await signet(["export", file], settingsFor(from))).code, 0);

    await using ahead = await newDatabasePlace(engine);
    await copyFile(join(from.folder, "master.key"), join(ahead.folder, "master.key"));
    const refused = await signet(["import", file], settingsFor(ahead));
    assert.match(refused.err, /older version, and the database, though empty, has a newer schema already/);

    await using to = await newDatabasePlace(engine, { empty: true });
    await copyFile(join(from.folder, "master.key"), join(to.folder, "master.key"));
    assert.deepEqual((await signet(["import", file], settingsFor(to))).code, 0);
    assert.deepEqual((await compareSchema(to)).missing, []);
    await using restored = await openDatabase(to);
    const contacts = restored.build.selectFrom("contacts").select(["unsubscribed_from_all"]).compile();
    assert.deepEqual(await restored.read(contacts), [{ unsubscribed_from_all: 1 }], "they are joined");
  });
}
