import assert from "node:assert/strict";
import { test } from "node:test";
import { GetAccountCommand, SESv2Client, TooManyRequestsException } from "@aws-sdk/client-sesv2";
import { admittedAt, Cluster } from "#test/support/cluster.ts";
import { newDatabasePlace } from "#test/support/engines.ts";

const rate = 40;
const callers = 12;

test("two processes together let an account call as often as the operator says", async (context) => {
  await using place = await newDatabasePlace("postgres");
  const settings = { SIGNET_API_RATE: String(rate) };
  await using cluster = await Cluster.start(() => place.url ?? "", { settings, size: 2 });
  const clients = cluster.nodes.map(
    ({ url }) =>
      new SESv2Client({
        endpoint: url,
        region: "us-east-1",
        credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
      }),
  );
  const admitted = clients.map(() => 0);
  const asked: number[] = [];
  const since = performance.now();
  const caller = async (at: number) => {
    const node = at % clients.length;
    while (performance.now() - since < 4_000) {
      asked.push(performance.now() - since);
      try {
        await clients[node]?.send(new GetAccountCommand({}));
        admitted[node] = (admitted[node] ?? 0) + 1;
      } catch (error) {
        assert.ok(error instanceof TooManyRequestsException, String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, async (_, at) => await caller(at)));
  const seconds = (performance.now() - since) / 1_000;
  for (const client of clients) client.destroy();
  const all = admitted.reduce((sum, count) => sum + count, 0);
  // One second's worth may come in a burst.
  const allowed = rate * (seconds + 1);
  context.diagnostic(`${admitted.join(" + ")} admitted, ${Math.round(allowed)} allowed`);
  assert.ok(all <= 1.05 * allowed, `${all} of ${allowed}`);
  // A machine that is busy with other things may not ask for as much as there is.
  const possible = admittedAt(rate, asked);
  assert.ok(all >= 0.95 * (possible - rate), `${all} of ${possible} that were possible`);
  assert.ok(Math.min(...admitted) > 0, "one process got nothing");
});
