import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { LoopbackServer } from "#test/support/loopback-server.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

for (const engine of engines) {
  test(`what an endpoint answers with a NUL in it is kept without, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "sender.test");
    await using endpoint = await LoopbackServer.start();
    endpoint.answer((_request, _body, response) => response.end("All\0 well"));
    const { id } = await world.plain<{ id: string }>("POST", "/signet/v1/webhooks", {
      url: endpoint.url,
      events: ["Send"],
    });
    await world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@sender.test",
        Destination: { ToAddresses: ["success@simulator.amazonses.com"] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
      }),
    );
    await world.settle();
    const { deliveries } = await world.plain<{ deliveries: { state: string; last_answer: string }[] }>(
      "GET",
      `/signet/v1/webhooks/${id}/deliveries`,
    );
    assert.deepEqual(
      deliveries.map(({ state, last_answer }) => [state, last_answer]),
      [["published", "200 All well"]],
    );
  });
}
