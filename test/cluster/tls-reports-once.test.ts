import assert from "node:assert/strict";
import { test } from "node:test";
import { TlsReportStore } from "#features/tls-reports/index.ts";
import { dayMs } from "#platform/clock.ts";
import { Cluster, untilSo } from "#test/support/cluster.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { NameServer } from "#test/support/name-server.ts";

test("of several processes one sends each report, also where one of them is killed meanwhile", async () => {
  await using place = await newDatabasePlace("postgres");
  await using names = await NameServer.start("127.0.0.1");
  const domains = Array.from({ length: 40 }, (_, at) => `d${at}.test`);
  for (const domain of domains) names.zone(domain, `_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls@${domain}`);
  await using cluster = await Cluster.start(() => place.url ?? "", {
    settings: {
      SIGNET_DELIVERY: "mx",
      SIGNET_RESOLVERS: `127.0.0.1:${names.port}`,
      SIGNET_TLS_REPORTS: "on",
    },
  });
  const { database } = cluster;
  const store = new TlsReportStore(database);
  const day = Math.floor(Date.now() / dayMs - 1) * dayMs;
  const policyOf = (domain: string) => ({ type: "no-policy-found", domain, text: [], mxHosts: [] }) as const;
  await database.write([
    ...store.changesToCount(
      domains.map((domain) => ({
        day,
        session: { domain, policy: policyOf(domain), failure: undefined },
        outcome: "fine",
        n: 1,
      })),
    ),
    ...store.changesToPlan(domains.map((domain) => ({ day, domain, dueAt: 0 }))),
    { topic: "tls-reports" },
  ]);
  await untilSo(async () => names.history.some(({ name }) => name.startsWith("_smtp._tls.")));
  await cluster.node(0).kill();
  // As if the leases of who was killed had run out.
  const due = database.build.updateTable("tls_reports").set({ due_at: 0 }).where("due_at", "is not", null);
  await database.write([{ query: due.compile() }, { topic: "tls-reports" }]);
  const open = database.build.selectFrom("tls_reports").select("domain").where("due_at", "is not", null);
  await untilSo(async () => (await database.read(open.compile())).length === 0);
  const mailed = await database.read(
    database.build.selectFrom("deliveries").select("recipient_domain").compile(),
  );
  assert.deepEqual(
    mailed.map(({ recipient_domain }) => recipient_domain).toSorted(byText),
    domains.toSorted(byText),
  );
});

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
