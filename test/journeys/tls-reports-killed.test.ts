import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { TlsReportStore } from "#features/tls-reports/index.ts";
import { dayMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { NameServer } from "#test/support/name-server.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

const doneWithinMs = 30_000;
const domain = "shop.test";

for (const engine of engines) {
  test(`a report that a kill -9 cut off is sent after the next start, once, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new TlsReportStore(database);
    const day = Math.floor(Date.now() / dayMs - 1) * dayMs;
    const session = {
      domain,
      policy: { type: "no-policy-found", domain, text: [], mxHosts: [] },
      failure: undefined,
    } as const;
    await store.write([
      ...store.changesToCount([{ day, session, outcome: "fine", n: 7 }]),
      ...store.changesToPlan([{ day, domain, dueAt: 0 }]),
    ]);
    await using names = await NameServer.start("127.0.0.1");
    names.zone(domain, "_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@reports.test");
    names.behave(`_smtp._tls.${domain}`, "silent");
    await using service = await ServiceProcess.start(place, {
      SIGNET_DELIVERY: "mx",
      SIGNET_RESOLVERS: `127.0.0.1:${names.port}`,
      SIGNET_TLS_REPORTS: "on",
    });
    await until(async () => names.asked(`_smtp._tls.${domain}`).length > 0);
    await service.kill();
    names.recover(`_smtp._tls.${domain}`);
    // As if the lease of who was killed had run out.
    const due = database.build.updateTable("tls_reports").set({ due_at: 0 });
    await database.write([{ query: due.compile() }]);
    await service.restart();
    const open = database.build.selectFrom("tls_reports").select("domain").where("due_at", "is not", null);
    await until(async () => (await database.read(open.compile())).length === 0);
    await service.restart();
    const mailed = database.build
      .selectFrom("deliveries")
      .select("id")
      .where("recipient_domain", "=", "reports.test");
    assert.equal((await database.read(mailed.compile())).length, 1);
  });
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const since = performance.now(); !(await isDone()); ) {
    assert.ok(performance.now() - since < doneWithinMs, "it has not come about");
    await delay(20);
  }
}
