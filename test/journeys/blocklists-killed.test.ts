import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { NameServer } from "#test/support/name-server.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

const address = "45.76.10.5";
const entry = "5.10.76.45";
const doneWithinMs = 30_000;

interface Blocklists {
  readonly standings: readonly { readonly verdict: string | null }[];
}

for (const engine of engines) {
  test(`what a kill -9 cut off is asked after the next start, and told once, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using lists = await NameServer.start("127.0.0.1");
    lists.zone("bl.test", "2.0.0.127 A 127.0.0.2", `${entry} A 127.0.0.4`);
    lists.behave(`${entry}.bl.test`, "silent");
    await using service = await ServiceProcess.start(place, {
      SIGNET_DELIVERY: "mx",
      SIGNET_ADDRESSES: address,
      SIGNET_RESOLVERS: `127.0.0.1:${lists.port}`,
      SIGNET_BLOCKLISTS: "bl.test",
    });
    await service.call("POST", "/v2/email/account/details", {
      MailType: "TRANSACTIONAL",
      WebsiteURL: "https://operator.test",
      AdditionalContactEmailAddresses: ["ops@operator.test"],
    });
    await until(async () => lists.asked(`${entry}.bl.test`).length > 0);
    await service.kill();
    lists.recover(`${entry}.bl.test`);
    await using database = await openDatabase(place);
    // As if the lease of who was killed had run out.
    const due = database.build.updateTable("blocklist_checks").set({ due_at: 0 });
    await database.write([{ query: due.compile() }]);
    await service.restart();
    const verdicts = async () =>
      (await service.call<Blocklists>("GET", "/signet/v1/blocklists")).standings.map(
        ({ verdict }) => verdict,
      );
    await until(async () => (await verdicts()).includes("listed"));
    const notices = database.build
      .selectFrom("deliveries")
      .select("id")
      .where("recipient_domain", "=", "operator.test");
    assert.equal((await database.read(notices.compile())).length, 1);
  });
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const since = performance.now(); !(await isDone()); ) {
    assert.ok(performance.now() - since < doneWithinMs, "it has not come about");
    await delay(20);
  }
}
