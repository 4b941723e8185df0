import assert from "node:assert/strict";
import { test } from "node:test";
import { RoleMailboxes } from "#features/role-mailboxes/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { HandClock } from "./support/hand-clock.ts";

const mail = {
  from: "eve@far.example",
  recipients: ["abuse@signet.localhost"],
  content: Buffer.from("Subject: Your customer\r\n\r\nsends spam\r\n"),
  peer: { address: "192.0.2.1", helloName: "mx.far.example", secure: false },
};

test("the operator is told of mail that was kept only at the second try", async () => {
  const clock = new HandClock();
  let fails = true;
  let told = 0;
  const mailboxes = new RoleMailboxes({
    store: {
      write: async (changes: readonly unknown[]) => {
        if (fails) throw new Error("The disk is full.");
        told += changes.length;
        await Promise.resolve();
      },
    },
    inbox: { receive: () => [] },
    account: { contacts: async () => ["op@home.example"] },
    deliveries: { changesToEnqueue: () => [{ topic: "messages" }] },
    isMailFromDomain: async () => false,
    clock,
    random: systemRandom,
    zone: "signet.localhost",
    region: "us-east-1",
    hostName: "feedback-smtp.us-east-1.signet.localhost",
  } as never);
  await assert.rejects(mailboxes.receive(mail), /full/);
  fails = false;
  clock.advance(minuteMs);
  await mailboxes.receive(mail);
  assert.equal(told, 1);
  await mailboxes.receive(mail);
  assert.equal(told, 1);
});
