import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { IdentityDetails } from "#features/identities/index.ts";
import { Budget } from "#platform/budget.ts";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { CustomTemplateStore, CustomVerification } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const caller = {
  owner,
  keyId: undefined,
  sendsFrom: undefined,
  sourceIp: "",
  secure: true,
  userAgent: undefined,
};
const clock = new HandClock();
const mb = 1024 * 1024;

const identity: IdentityDetails = {
  owner,
  id: "idn_1",
  name: "shop.test",
  kind: "domain",
  createdAt: 0,
  configurationSet: undefined,
  feedbackForwarding: true,
  verification: { status: "success", since: 0 },
  dkim: {
    signingEnabled: true,
    hasOptedOut: false,
    origin: "AWS_SES",
    verification: { status: "success", since: 0 },
    nextKeyBits: 2048,
    keyBitsChangedAt: undefined,
  },
  mailFrom: undefined,
  onMxFailure: "USE_DEFAULT_VALUE",
  lastCheck: { lastCheckedAt: 0, lastSuccessAt: 0, errorType: undefined, soa: undefined },
  keys: [],
  policies: {},
  tags: [],
};

const tags = {
  validate() {},
  ofResource: async () => [],
  changesToSet: () => [],
  changesToRemoveAll: () => [],
};

test("of a large template no more messages are read and written at a time than there is room for", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const room = new Budget(5 * mb);
  let atOnce = 0;
  let most = 0;
  const enter = () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
  };
  class CountedStore extends CustomTemplateStore {
    override async find(...of: Parameters<CustomTemplateStore["find"]>) {
      enter();
      return await super.find(...of);
    }
  }
  let written = 0;
  const customVerification = new CustomVerification({
    store: new CountedStore(database),
    identities: {
      find: async (_, name) => (name === "shop.test" ? identity : undefined),
      async create() {
        await nextTurn();
        atOnce -= 1;
        written += 1;
        return identity;
      },
    },
    addressProof: { ask: async () => {} },
    tags,
    account: { settings: async () => ({ productionAccess: true }) },
    links: { draw: () => ({ token: "t", url: "https://signet.test/verify/t" }), requireRoom: async () => {} },
    sending: {
      async roomFor(bytes) {
        const held = new DisposableStack();
        held.use(await room.take(Number(bytes)));
        return held;
      },
      changesToSend: async () => ({
        messageId: "m",
        sentAt: 0,
        content: new Uint8Array(),
        changes: [],
        count: async () => {},
      }),
    },
    clock,
    random: systemRandom,
  });
  const content = "ä".repeat(mb);
  const urls = { successUrl: "https://shop.test/", failureUrl: "https://shop.test/" };
  await customVerification.create(
    owner,
    { name: "welcome", sender: "hello@shop.test", subject: "Welcome", content, ...urls },
    [],
  );
  const ask = async (_: unknown, at: number) => {
    const request = { address: `bob${at}@customer.test`, template: "welcome", configurationSet: undefined };
    return await customVerification.send(caller, request);
  };
  await Promise.all(Array.from({ length: 20 }, ask));
  assert.deepEqual({ most, written }, { most: 2, written: 20 });
});
