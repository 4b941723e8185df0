import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailTemplateCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { Templates } from "#features/templates/index.ts";
import { secondMs } from "#platform/clock.ts";
import { operatorOf } from "#test/support/operator.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

test("nothing is filled in and composed for whoever may send no more now", async (t) => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  const TemplateName = "welcome";
  await world.ses.send(
    new CreateEmailTemplateCommand({
      TemplateName,
      TemplateContent: { Subject: "Hello", Text: "Hello {{name}}" },
    }),
  );
  await using operator = await operatorOf(world);
  const owner = { account: "000000000000", region: "us-east-1" };
  await operator.account.change(owner, { maxSendRate: 1, max24HourSend: 2 });
  await world.leap(2 * secondMs);
  const rendered = t.mock.method(Templates.prototype, "render");
  const send = async (...ToAddresses: string[]) =>
    await world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@shop.test",
        Destination: { ToAddresses },
        Content: { Template: { TemplateName, TemplateData: '{"name": "Bob"}' } },
      }),
    );
  await send("a@far.example", "b@far.example");
  assert.equal(rendered.mock.callCount(), 1);
  await assert.rejects(send("a@far.example"), { name: "LimitExceededException" });
  await operator.account.change(owner, { max24HourSend: undefined });
  await world.leap(2 * secondMs);
  await send("a@far.example", "b@far.example", "c@far.example");
  await assert.rejects(send("a@far.example"), { name: "TooManyRequestsException" });
  assert.equal(rendered.mock.callCount(), 2);
});
