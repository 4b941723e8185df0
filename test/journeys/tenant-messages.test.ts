import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const ResourceArn = "arn:aws:ses:us-east-1:000000000000:identity/sender.test";

async function send(world: World, TenantName?: string): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["bob@reader.example"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      TenantName,
    }),
  );
  return MessageId;
}

for (const engine of engines) {
  test(`messages are found by whom they were sent for, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "sender.test");
    for (const TenantName of ["shop", "club"]) {
      await world.ses.send(new CreateTenantCommand({ TenantName }));
      await world.ses.send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn }));
    }
    const ofShop = await send(world, "shop");
    const ofClub = await send(world, "club");
    const ofNobody = await send(world);
    const found = async (query: string) => {
      const path = `/signet/v1/messages${query}`;
      const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", path);
      return messages.map(({ id }) => id);
    };
    assert.deepEqual(await found("?tenant=shop"), [ofShop]);
    assert.deepEqual(await found("?tenant=club&to=reader.example"), [ofClub]);
    assert.deepEqual(await found("?tenant=absent"), []);
    assert.deepEqual(new Set(await found("")), new Set([ofShop, ofClub, ofNobody]));
  });
}
