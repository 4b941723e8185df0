import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateContactCommand,
  CreateContactListCommand,
  CreateEmailTemplateCommand,
  DeleteConfigurationSetEventDestinationCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetContactCommand,
  GetContactListCommand,
  GetEmailTemplateCommand,
  PutConfigurationSetDeliveryOptionsCommand,
  type Topic,
  UpdateConfigurationSetEventDestinationCommand,
  UpdateContactCommand,
  UpdateContactListCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const isTold = "This was changed meanwhile, in another tab or by somebody else.";

test("whoever saves a template that was changed meanwhile is told, and chooses", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const order = { TemplateName: "order" };
  const saying = (Subject: string) => ({ ...order, TemplateContent: { Subject, Text: "Hello" } });
  const subject = async () => {
    const { TemplateContent } = await world.ses.send(new GetEmailTemplateCommand(order));
    return TemplateContent?.Subject;
  };
  await world.ses.send(new CreateEmailTemplateCommand(saying("First")));
  await using visitor = await Visitor.of(world);
  const field = visitor.page.getByRole("textbox", { name: "Subject", exact: true });
  await visitor.goTo("/templates/order");
  await visitor.type("Subject", "Mine");
  await world.ses.send(new UpdateEmailTemplateCommand(saying("Theirs")));
  await visitor.click("Save");
  await visitor.sees(isTold);
  await visitor.requireAccessible();
  assert.equal(await subject(), "Theirs");
  await visitor.click("Show what is there now");
  assert.equal(await field.inputValue(), "Theirs");
  await visitor.page.getByText("Not saved", { exact: true }).waitFor({ state: "detached" });

  await visitor.type("Subject", "Mine");
  await world.ses.send(new UpdateEmailTemplateCommand(saying("Theirs again")));
  await visitor.click("Save");
  await visitor.click("Save mine over it");
  await visitor.page.getByText("Not saved", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await subject(), "Mine");
  assert.equal(await field.inputValue(), "Mine");
  assert.equal(await visitor.page.getByText(isTold).count(), 0);
});

test("what is written while it is being saved is kept", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(
    new CreateEmailTemplateCommand({ TemplateName: "order", TemplateContent: { Subject: "First" } }),
  );
  await using visitor = await Visitor.of(world);
  const held = Promise.withResolvers<void>();
  await visitor.page.route("**/v2/email/templates/order", async (route) => {
    if (route.request().method() === "PUT") await held.promise;
    await route.continue();
  });
  await visitor.goTo("/templates/order");
  await visitor.type("Subject", "Second");
  const asked = visitor.page.waitForRequest((request) => request.method() === "PUT");
  await visitor.click("Save");
  await asked;
  await visitor.type("Subject", "Second, and more");
  held.resolve();
  await visitor.sees(/^Saved$/);
  await visitor.sees("Not saved");
  const field = visitor.page.getByRole("textbox", { name: "Subject", exact: true });
  assert.equal(await field.inputValue(), "Second, and more");
  assert.equal(await visitor.page.getByText(isTold).count(), 0);
});

test("options of a configuration set are not saved over what somebody else has set, unless that is wanted", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const news = { ConfigurationSetName: "news" };
  await world.plain("POST", "/v2/email/configuration-sets", news);
  await using visitor = await Visitor.of(world);
  const card = visitor.page.getByRole("region", { name: "Delivery", exact: true });
  await visitor.goTo("/configuration-sets/news");
  await card.getByLabel("Try for, in seconds").fill("600");
  await world.ses.send(new PutConfigurationSetDeliveryOptionsCommand({ ...news, TlsPolicy: "REQUIRE" }));
  await card.getByRole("button", { name: "Save", exact: true }).click();
  await card.getByText(isTold).waitFor();
  await visitor.requireAccessible();
  const { DeliveryOptions } = await world.ses.send(new GetConfigurationSetCommand(news));
  assert.deepEqual(DeliveryOptions, { TlsPolicy: "REQUIRE" });
  await card.getByRole("button", { name: "Show what is there now" }).click();
  assert.ok(await card.getByRole("switch", { name: "Only over TLS" }).isChecked());
  assert.equal(await card.getByLabel("Try for, in seconds").inputValue(), "");
});

test("an event destination is switched off as somebody else has set it meanwhile", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  const shop = { ConfigurationSetName: "news", EventDestinationName: "shop" };
  const { arn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name: "mail" });
  const telling = (type: "BOUNCE" | "OPEN") => ({
    Enabled: true,
    MatchingEventTypes: [type],
    SnsDestination: { TopicArn: arn },
  });
  await world.plain("POST", "/v2/email/configuration-sets/news/event-destinations", {
    ...shop,
    EventDestination: telling("BOUNCE"),
  });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/configuration-sets/news?tab=events");
  await visitor.sees(/^Bounce$/);
  await world.ses.send(
    new UpdateConfigurationSetEventDestinationCommand({ ...shop, EventDestination: telling("OPEN") }),
  );
  await visitor.page.getByRole("switch", { name: "shop is told" }).press("Space");
  await visitor.sees("shop is off");
  const { EventDestinations } = await world.ses.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "news" }),
  );
  assert.deepEqual(EventDestinations, [{ Name: "shop", ...telling("OPEN"), Enabled: false }]);
});

const readers = { ContactListName: "readers" };
const topic = (TopicName: string): Topic => ({
  TopicName,
  DisplayName: `About ${TopicName}`,
  DefaultSubscriptionStatus: "OPT_IN",
});

test("a topic is added beside those that somebody else has added meanwhile, and is removed only when that is meant", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateContactListCommand(readers));
  await using visitor = await Visitor.of(world);
  const dialog = visitor.page.getByRole("dialog");
  const topics = async () => {
    const { Topics = [] } = await world.ses.send(new GetContactListCommand(readers));
    return Topics.map(({ TopicName }) => TopicName);
  };
  await visitor.goTo("/contacts");
  await visitor.click("Add a topic");
  await visitor.type("Name", "offers");
  await visitor.type("Shown as", "Offers");
  await world.ses.send(new UpdateContactListCommand({ ...readers, Topics: [topic("weekly")] }));
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await topics(), ["weekly", "offers"]);
  await visitor.click("Remove the topic weekly");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await visitor.click("Remove the topic weekly");
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await topics(), ["offers"]);
});

test("who unsubscribes while somebody edits what they want stays so", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const ann = { ...readers, EmailAddress: "ann@example.com" };
  await world.ses.send(
    new CreateContactListCommand({ ...readers, Topics: [topic("weekly"), topic("offers")] }),
  );
  await world.ses.send(new CreateContactCommand(ann));
  await using visitor = await Visitor.of(world);
  const dialog = visitor.page.getByRole("dialog");
  const choices = visitor.page.getByRole("radiogroup", { name: "About offers" });
  await visitor.goTo("/contacts");
  await visitor.click("Edit ann@example.com");
  await choices.getByText("Subscribed", { exact: true }).click();
  await world.ses.send(new UpdateContactCommand({ ...ann, UnsubscribeAll: true }));
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.getByText(isTold).waitFor();
  await visitor.requireAccessible();
  const { UnsubscribeAll } = await world.ses.send(new GetContactCommand(ann));
  assert.equal(UnsubscribeAll, true);
  await dialog.getByRole("button", { name: "Show what is there now" }).click();
  const gone = dialog.getByRole("switch", { name: "Unsubscribed from all" });
  assert.ok(await gone.isChecked());
  await gone.press("Space");
  await choices.getByText("Not", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await visitor.sees("Subscribed to About weekly");

  // What was said can be said otherwise, and not be unsaid.
  await visitor.click("Edit ann@example.com");
  await choices.getByText("Not", { exact: true }).waitFor();
  assert.equal(await choices.getByText("By default (subscribed)").count(), 0);
  await visitor.page.keyboard.press("Escape");
  await visitor.click("Remove ann@example.com");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees("Nobody here");
});

test("a destination that was removed meanwhile is not switched, and is not shown any more", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const set = { ConfigurationSetName: "news" };
  const shop = { ...set, EventDestinationName: "shop" };
  const ofMail = { TopicArn: "arn:aws:sns:us-east-1:000000000000:mail" };
  await world.plain("POST", "/signet/v1/topics", { name: "mail" });
  await world.ses.send(new CreateConfigurationSetCommand(set));
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ...shop,
      EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], SnsDestination: ofMail },
    }),
  );
  await using visitor = await Visitor.of(world);
  await visitor.page.clock.install();
  await visitor.goTo("/configuration-sets/news?tab=events");
  const isTold = visitor.page.getByRole("switch", { name: "shop is told" });
  await isTold.waitFor();
  await world.ses.send(new DeleteConfigurationSetEventDestinationCommand(shop));
  await isTold.press("Space");
  const removed = "shop was removed meanwhile, in another tab or by somebody else.";
  await visitor.sees(removed);
  await visitor.sees("Nobody is told");
  // Who looked elsewhere for a while reads it all the same.
  await visitor.page.clock.fastForward(minuteMs);
  await visitor.sees(removed);
  await visitor.click("Dismiss");
  await visitor.page.getByText(removed).waitFor({ state: "detached" });
});
