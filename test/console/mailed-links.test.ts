import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateContactListCommand,
  CreateEmailIdentityCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** As long as they may be, with nowhere to break them. */
const Topics = [
  {
    TopicName: "news",
    DisplayName: "أخبار (كل أسبوع)",
    Description: "Once a week",
    DefaultSubscriptionStatus: "OPT_IN" as const,
  },
  {
    TopicName: "offers",
    DisplayName: "o".repeat(128),
    Description: "d".repeat(500),
    DefaultSubscriptionStatus: "OPT_IN" as const,
  },
];
const reader = `${"r".repeat(64)}@readers.example`;

async function preferences(world: World): Promise<string> {
  await verifiedDomain(world, "lists.test");
  await world.ses.send(new CreateContactListCommand({ ContactListName: "readers", Topics }));
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@lists.test",
      Destination: { ToAddresses: [reader] },
      Content: {
        Simple: { Subject: { Data: "News" }, Body: { Text: { Data: "{{amazonSESUnsubscribeUrl}}" } } },
      },
      ListManagementOptions: { ContactListName: "readers" },
    }),
  );
  return await linkTo(world, reader);
}

async function linkTo(world: World, address: string): Promise<string> {
  const { text } = await world.inbox(address);
  const link = /http\S+/.exec(text);
  assert.ok(link);
  return link[0];
}

test("the pages behind mailed links are for everyone: on a phone, by day and in the dark", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const link = await preferences(world);
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: reader }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const requireGood = async () => {
    for (const scheme of ["light", "dark"] as const) {
      await visitor.looks({ device: "phone", scheme });
      await visitor.requireNoSidewaysScroll();
      await visitor.requireNothingCutOff();
      await visitor.requireAccessible();
    }
  };
  await visitor.goTo(link);
  await requireGood();
  const choice = page.getByRole("group", { name: `What may be sent to ${reader}?` });
  await choice.getByRole("checkbox", { name: /^أخبار/ }).uncheck();
  await visitor.click("Save");
  await visitor.sees("Your choice is saved");
  await requireGood();
  await page.goBack();
  await choice.getByRole("checkbox", { name: /^أخبار/ }).check();
  await visitor.click("Save");
  // Each in its own direction, and the sentence around them in its.
  await page
    .locator("bdi")
    .getByText(Topics[0]?.DisplayName ?? "", { exact: true })
    .waitFor();
  await visitor.goTo(await linkTo(world, reader));
  await visitor.sees("Address verified");
  await requireGood();
});
