import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Shown {
  readonly events: readonly { readonly type: string }[];
  readonly deliveries: readonly {
    readonly state: string;
    readonly attempts: readonly {
      readonly outcome: string;
      readonly conversation: readonly { readonly text: string }[];
      readonly tls?: { readonly level: string };
    }[];
  }[];
}

for (const engine of engines) {
  test(`what became of a message can be read, each attempt with its whole conversation, on ${engine}`, async () => {
    let refusals = 1;
    await using receiver = await startSmtpReceiver({
      answer: async () => {
        if (refusals-- > 0) throw Object.assign(new Error("4.3.0 Not now"), { responseCode: 451 });
      },
    });
    await using world = await World.start(engine, {
      settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
    });
    await verifiedDomain(world, "shown.test");
    const ids: string[] = [];
    for (const Subject of ["First", "Second"]) {
      const { MessageId = "" } = await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@shown.test",
          Destination: { ToAddresses: ["bob@shown.example"] },
          Content: { Simple: { Subject: { Data: Subject }, Body: { Text: { Data: "Hello" } } } },
        }),
      );
      ids.push(MessageId);
      await world.pass(2 * minuteMs);
    }
    const { messages, next_token: next } = await world.plain<{
      messages: { id: string; subject: string }[];
      next_token?: string;
    }>("GET", "/signet/v1/messages?page_size=1");
    assert.deepEqual(
      messages.map(({ subject }) => subject),
      ["Second"],
    );
    const rest = await world.plain<{ messages: { subject: string }[] }>(
      "GET",
      `/signet/v1/messages?page_size=1&next_token=${next}`,
    );
    assert.deepEqual(
      rest.messages.map(({ subject }) => subject),
      ["First"],
    );
    const shown = await world.plain<Shown>("GET", `/signet/v1/messages/${ids[0]}`);
    assert.deepEqual(
      shown.events.map(({ type }) => type),
      ["Send", "Delivery"],
    );
    const [delivery] = shown.deliveries;
    assert.equal(delivery?.state, "delivered");
    assert.deepEqual(
      delivery.attempts.map(({ outcome, tls }) => [outcome, tls?.level]),
      [
        ["deferred", "encrypted"],
        ["delivered", "encrypted"],
      ],
    );
    const said = JSON.stringify(delivery.attempts[0]?.conversation);
    for (const line of ["STARTTLS", "MAIL FROM", "RCPT TO", "451 4.3.0 Not now"])
      assert.ok(said.includes(line), line);
    assert.equal((await world.call("GET", "/signet/v1/messages/absent")).status, 404);
  });
}
