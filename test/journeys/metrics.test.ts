import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { describe, test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateImportJobCommand,
  GetEmailIdentityCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { QueueStore } from "#features/delivery/index.ts";
import { ImportJobStore } from "#features/import-jobs/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { ObjectStorage, refuse } from "#test/support/object-storage.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
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

async function send(world: World, to: string): Promise<void> {
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
}

async function importList(world: World): Promise<void> {
  await world.ses.send(
    new CreateImportJobCommand({
      ImportDestination: { SuppressionListDestination: { SuppressionListImportAction: "PUT" } },
      ImportDataSource: { S3Url: "s3://lists/bounced.csv", DataFormat: "CSV" },
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

    // Prometheus sees no rise in what first appears as 1: an alarm on it would miss the first time.
    test("what may come of work is counted from nought, as the page for operators lists it", async () => {
      await using world = await World.start(engine);
      const series = [...(await scrape(world.app.httpUrl)).keys()];
      const counted = series.map((name) => /^signet_work_total\{worker="(.+)",outcome="(.+)"\}$/.exec(name));
      const outcomes = Map.groupBy(
        counted.filter((found) => found !== null),
        ([, worker = ""]) => worker,
      );
      const page = await readFile("docs/operating.md", "utf8");
      const listed = new Map(
        [...page.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*|each of them) \| (.*`.*) \|$/gm)].flatMap(
          ([, workers = "", words = ""]) =>
            workers.split(", ").map((worker) => [worker.replaceAll("`", ""), words] as const),
        ),
      );
      for (const [worker, found] of outcomes) {
        const text = `${listed.get(worker)} ${listed.get("each of them")}`;
        for (const [, , outcome] of found) {
          assert.ok(text.includes(`\`${outcome}\``), `${worker}: ${outcome} is not on the page`);
        }
        assert.ok(found.some(([, , outcome]) => outcome === "error"));
      }
      const names = [...outcomes.keys()];
      for (const worker of ["deliver-messages", "publish-events", "check-identities", "rotate-keys"]) {
        assert.ok(names.includes(worker), `${worker} is not counted`);
      }
      for (const outcome of ["given-up", "lease-lost"]) {
        assert.ok(series.includes(`signet_work_total{worker="publish-events",outcome="${outcome}"}`));
      }
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

    test("events and import jobs that nobody takes say for how long", async () => {
      await using storage = await ObjectStorage.start();
      await using receiver = await WebhookReceiver.start();
      await using world = await World.start(engine, { settings: storage.settings("arn:aws:s3:::lists/*") });
      await verifiedDomain(world, "sender.test");
      await world.plain("POST", "/signet/v1/webhooks", { url: receiver.url, events: ["Send"] });
      receiver.answer = () => 503;
      storage.instead = (response) => refuse(response, 503, "SlowDown");
      await send(world, "success@simulator.amazonses.com");
      await importList(world);
      await world.settle();
      const queues = ["events", "import-jobs"];
      const figures = async () => {
        const series = await scrape(world.app.httpUrl);
        const of = (figure: string, queue: string) => series.get(`signet_queue_${figure}{queue="${queue}"}`);
        return queues.map((queue) => [
          of("waiting", queue),
          of("due", queue),
          Math.floor((of("lag_seconds", queue) ?? -1) / 60),
        ]);
      };
      // Both are tried again within a minute, at some time in it.
      assert.deepEqual(await figures(), [
        [1, 0, 0],
        [1, 0, 0],
      ]);
      world.app.retire();
      world.clock.advance(60 * minuteMs);
      assert.deepEqual(await figures(), [
        [1, 1, 59],
        [1, 1, 59],
      ]);
    });

    test("work that another process took over meanwhile is a lost lease, of a delivery and of an import job", async () => {
      await using storage = await ObjectStorage.start();
      const [final, object, answered] = [
        Promise.withResolvers<void>(),
        Promise.withResolvers<ServerResponse>(),
        Promise.withResolvers<void>(),
      ];
      await using receiver = await startSmtpReceiver({
        answer: async () => {
          final.resolve();
          await answered.promise;
        },
      });
      await using world = await World.start(engine, {
        settings: {
          ...storage.settings("arn:aws:s3:::lists/*"),
          SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`,
        },
      });
      await verifiedDomain(world, "sender.test");
      const line = "ann@example.com,BOUNCE\n";
      storage.instead = (response) => {
        response.writeHead(200, { "content-length": line.length });
        response.flushHeaders();
        object.resolve(response);
      };
      await send(world, "bob@example.test");
      await importList(world);
      const [slow] = await Promise.all([object.promise, final.promise]);
      const losses = async () => {
        const series = await scrape(world.app.httpUrl);
        return ["deliver-messages", "import-lists"].map(
          (worker) => series.get(`signet_work_total{worker="${worker}",outcome="lease-lost"}`) ?? 0,
        );
      };
      assert.deepEqual(await losses(), [0, 0]);

      await using database = await world.openDatabase();
      const claim = { leaseUntil: world.clock.now() + 60 * minuteMs, limit: 1 };
      const later = world.clock.now() + 10 * minuteMs;
      const delivery = await new QueueStore(database).claimDue({ ...claim, now: later });
      const job = await new ImportJobStore(database).claimDue(later, claim);
      assert.deepEqual([delivery.length, job.length], [1, 1]);
      answered.resolve();
      slow.end(line);
      await world.settle();
      assert.deepEqual(await losses(), [1, 1]);
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
