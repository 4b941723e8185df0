import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { RoleMailboxes, RoleMailStore } from "./index.ts";

test("what could not be written takes no room from what comes after it", async () => {
  let isAway = true;
  const mailboxes = new RoleMailboxes({
    store: new RoleMailStore({
      write: async () => {
        if (isAway) throw new Error("no store");
        return [];
      },
    }),
    inbox: { receive: () => [] },
    account: { contacts: async () => assert.fail("It is automatic.") },
    deliveries: { changesToEnqueue: () => [] },
    isMailFromDomain: async () => false,
    clock: new HandClock(),
    random: systemRandom,
    zone: "signet.localhost",
    region: "us-east-1",
    hostName: "mx.signet.localhost",
  });
  const mail = {
    from: "",
    recipients: ["abuse@signet.localhost"],
    content: Buffer.from("Subject: Spam\r\n\r\nFrom you.\r\n"),
    peer: { address: "192.0.2.1", helloName: "mx.far.example", secure: true },
  };
  for (let tried = 0; tried < 60; tried++) await assert.rejects(mailboxes.receive(mail), /no store/);
  isAway = false;
  await mailboxes.receive(mail);
});
