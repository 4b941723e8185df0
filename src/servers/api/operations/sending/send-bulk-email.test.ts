import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MultiRegionEndpoints } from "#features/multi-region-endpoints/index.ts";
import type { Sending } from "#features/sending/index.ts";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { askedByMany } from "#servers/api/asking.ts";
import { sendBulkEmail } from "./send-bulk-email.ts";

const caller = {
  owner: { account: "000000000000", region: "us-east-1" },
  sourceIp: "127.0.0.1",
  secure: false,
  userAgent: undefined,
  by: { kind: "local" },
} as const;

const multiRegionEndpoints = new MultiRegionEndpoints({
  ...({} as Pick<ConstructorParameters<typeof MultiRegionEndpoints>[0], "store" | "tags">),
  serves: () => true,
  clock: systemClock,
  random: systemRandom,
});

const fifty = {
  DefaultContent: { Template: { TemplateName: "news" } },
  BulkEmailEntries: Array.from({ length: 50 }, (_, at) => ({
    Destination: { ToAddresses: [`bob${at}@example.com`] },
  })),
};

test("of fifty messages few are written at a time, no two in one turn, and each answer is in its place", async () => {
  let turn = 0;
  let underWay = 0;
  let most = 0;
  const turns: number[] = [];
  let isOver = false;
  const counted = (async () => {
    for (; !isOver; turn++) await nextTurn();
  })();
  const sending: Pick<Sending, "send"> = {
    async send({ destination }) {
      turns.push(turn);
      most = Math.max(most, ++underWay);
      for (let waited = 0; waited < 100; waited++) await nextTurn();
      underWay--;
      return { messageId: destination?.to[0] ?? "", sentAt: 0 };
    },
  };
  const answer = await sendBulkEmail({ sending: sending as Sending, multiRegionEndpoints })(
    fifty,
    caller,
    askedByMany,
  );
  isOver = true;
  await counted;
  assert.ok("BulkEmailEntryResults" in answer);
  assert.deepEqual(
    answer.BulkEmailEntryResults?.map(({ MessageId }) => MessageId),
    fifty.BulkEmailEntries.map(({ Destination }) => Destination.ToAddresses[0]),
  );
  assert.equal(most, 10);
  assert.equal(new Set(turns).size, 50);
});
