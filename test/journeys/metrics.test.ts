import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

/** What Prometheus would read: each series with its labels, and its value. */
async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const series = /^([a-zA-Z_:][\w:]*(?:\{(?:[a-z]\w*="[^"\\]*",?)*\})?) (\S+)$/.exec(line);
      assert.ok(series, `not a series: ${line}`);
      return [series[1] ?? "", Number(series[2])];
    }),
  );
}

for (const engine of engines) {
  describe(`metrics, on ${engine}`, () => {
    test("requests, work, queues and the database are counted, and nobody's name is among it", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "example.test");
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "ann@example.test" }));
      await assert.rejects(world.ses.send(new GetEmailIdentityCommand({ EmailIdentity: "no@example.test" })));
      await world.call("GET", "/signet/v1/inbox/no-such-message");
      await world.call("GET", "/nothing/ann@example.test");
      await world.settle();

      const series = await scrape(world.app.httpUrl);
      const of = (name: string) => series.get(name) ?? 0;
      assert.equal(of('signet_requests_total{operation="CreateEmailIdentity",status="200"}'), 2);
      assert.equal(of('signet_requests_total{operation="GetEmailIdentity",status="404"}'), 1);
      assert.equal(of('signet_requests_total{operation="/signet/v1/inbox/:id",status="404"}'), 1);
      assert.equal(of('signet_requests_total{operation="none",status="404"}'), 1);
      assert.equal(of('signet_request_duration_seconds_count{operation="CreateEmailIdentity"}'), 2);
      assert.equal(of('signet_work_total{worker="deliver-messages",outcome="delivered"}'), 1);
      assert.ok(of('signet_work_total{worker="check-identities",outcome="success"}') >= 1);
      assert.ok(of('signet_database_duration_seconds_count{kind="write",outcome="done"}') > 3);
      assert.equal(of('signet_queue_waiting{queue="deliveries"}'), 0);
      assert.equal(of('signet_queue_waiting{queue="checks"}'), 1);
      assert.equal(of('signet_queue_waiting{queue="verification-links"}'), 0);
      assert.ok(of("process_resident_memory_bytes") > 1e6);
      const names = [...series.keys()].filter((name) => /ann|example\.test|000000000000/.test(name));
      assert.deepEqual(names, []);
    });

    test("a queue that nobody works on says for how long", async () => {
      // Nobody listens on port 1: what is to go there waits to be tried again.
      await using world = await World.start(engine, { settings: { SIGNET_DELIVERY: "smtp://127.0.0.1:1" } });
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "ann@example.test" }));
      await world.settle();
      const waiting = await scrape(world.app.httpUrl);
      assert.equal(waiting.get('signet_queue_waiting{queue="deliveries"}'), 1);
      assert.equal(waiting.get('signet_queue_due{queue="deliveries"}'), 0);
      assert.equal(waiting.get('signet_queue_lag_seconds{queue="deliveries"}'), 0);
      assert.equal(waiting.get('signet_work_total{worker="deliver-messages",outcome="deferred"}'), 1);

      // As on a node that shows the metrics while those that deliver are gone.
      world.app.retire();
      world.clock.advance(60 * minuteMs);
      const late = await scrape(world.app.httpUrl);
      assert.equal(late.get('signet_queue_due{queue="deliveries"}'), 1);
      assert.ok((late.get('signet_queue_lag_seconds{queue="deliveries"}') ?? 0) > 50 * 60);
    });
  });
}

test("where keys are asked for, metrics are nowhere but at the place that was named", async () => {
  await using closed = await World.start("sqlite", { settings: { SIGNET_AUTH: "required" } });
  assert.equal((await fetch(`${closed.app.httpUrl}/metrics`)).status, 404);
  await using named = await World.start("sqlite", {
    settings: { SIGNET_AUTH: "required", SIGNET_METRICS: "127.0.0.1:0" },
  });
  assert.equal((await fetch(`${named.app.httpUrl}/metrics`)).status, 404);
  const { host, port } = named.app.metrics ?? {};
  const series = await scrape(`http://${host}:${port}`);
  assert.equal(series.get('signet_requests_total{operation="none",status="404"}'), 1);
});
