import assert from "node:assert/strict";
import { test } from "node:test";
import { Unavailable } from "#platform/errors.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Unsubscribe } from "./unsubscribe.ts";

test("while the store cannot be reached, the page does not show a contact as one that said nothing", async () => {
  const owner = { account: "111111111111", region: "us-east-1" };
  const topics = [
    { name: "news", displayName: "News", description: undefined, byDefault: "OPT_IN" as const },
  ];
  const unreachable = async () => {
    throw new Unavailable("The database cannot be reached.", { cause: undefined });
  };
  const unsubscribe = new Unsubscribe({
    contacts: {
      findList: async () => ({
        owner,
        id: "lst_1",
        name: "list",
        description: undefined,
        topics,
        createdAt: 0,
        updatedAt: 0,
      }),
      find: unreachable,
      choose: unreachable,
    },
    events: { raise: async () => {} },
    tokens: new SealedTokens(new Uint8Array(32)),
    clock: new HandClock(),
    publicUrl: () => "https://signet.example",
    linkHosts: { isForeign: async () => false },
  });
  const link = {
    owner,
    list: "list",
    topic: undefined,
    address: "a@b.example",
    messageId: "message",
    configurationSet: undefined,
  };
  await assert.rejects(unsubscribe.preferencesOf(link), Unavailable);
});
