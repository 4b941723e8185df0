import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

for (const engine of engines) {
  test(`who is named twice in two spellings of their domain gets one copy, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "lists.test");
    await world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@lists.test",
        Destination: {
          ToAddresses: ["bob@shop.example", "ann@shop.example"],
          CcAddresses: ["bob@SHOP.example", "Bob@shop.example"],
        },
        Content: { Simple: { Subject: { Data: "News" }, Body: { Text: { Data: "News!" } } } },
      }),
    );
    await world.settle();
    const { messages } = await world.plain<{ messages: { to: string[] }[] }>("GET", "/signet/v1/inbox");
    assert.deepEqual(messages.flatMap(({ to }) => to).toSorted(), [
      "Bob@shop.example",
      "ann@shop.example",
      "bob@shop.example",
    ]);
  });
}
