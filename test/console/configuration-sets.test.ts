import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
} from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a configuration set is made, given options, tells a topic, and is deleted", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const { arn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name: "mail" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/configuration-sets");
  await visitor.sees("No configuration sets in this region");
  await visitor.requireAccessible();
  await visitor.click("Create the first");
  await visitor.type("Name", "news letter");
  await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees(/Invalid configuration set name/);
  await visitor.type("Name", "newsletter");
  await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("heading", { name: "newsletter", level: 1 }).waitFor();
  await visitor.requireAccessible();

  const card = (name: string) => page.getByRole("region", { name, exact: true });
  const save = async (name: string, path: RegExp) => {
    const saved = page.waitForResponse(path);
    await card(name).getByRole("button", { name: "Save" }).click();
    await saved;
  };
  const saveSuppression = async () => await save("Suppression", /suppression-options$/);
  await card("Sending").getByText("Nothing was sent with it in the last 30 days.").waitFor();
  await card("Delivery").getByRole("switch", { name: "Only over TLS" }).press("Space");
  await card("Delivery").getByLabel("Try for, in seconds").fill("600");
  await card("Delivery").getByRole("button", { name: "Save" }).click();
  await visitor.sees(/^Saved$/);
  await card("Tracking").getByLabel("Domain of the links").fill("links.elsewhere.test");
  await card("Tracking").getByRole("button", { name: "Save" }).click();
  await card("Tracking").getByText("is not verified under this account").waitFor();
  await card("Tracking").getByLabel("Domain of the links").fill("shop.test");
  await save("Tracking", /tracking-options$/);
  const ownReasons = card("Suppression").getByRole("switch", { name: "Reasons of its own" });
  await ownReasons.press("Space");
  await card("Suppression")
    .getByLabel(/a complaint/)
    .uncheck();
  await saveSuppression();
  await card("Sending").getByRole("switch", { name: "Messages may be sent with this set" }).press("Space");
  await visitor.sees("Sending is off");
  const set = await world.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: "newsletter" }));
  assert.deepEqual(set.DeliveryOptions, { TlsPolicy: "REQUIRE", MaxDeliverySeconds: 600 });
  assert.deepEqual(set.TrackingOptions, { CustomRedirectDomain: "shop.test", HttpsPolicy: "OPTIONAL" });
  assert.deepEqual(set.SuppressionOptions, { SuppressedReasons: ["BOUNCE"] });
  assert.deepEqual(set.SendingOptions, { SendingEnabled: false });
  await ownReasons.press("Space");
  await saveSuppression();
  const { SuppressionOptions } = await world.ses.send(
    new GetConfigurationSetCommand({ ConfigurationSetName: "newsletter" }),
  );
  assert.equal(SuppressionOptions, undefined, "the account's reasons hold again");

  await page.getByRole("tab", { name: "Event destinations" }).click();
  await visitor.click("Add a destination");
  await visitor.type("Name", "to-the-shop");
  await page.getByRole("combobox", { name: "ARN of the topic" }).fill(arn);
  await visitor.requireAccessible();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await visitor.sees("Delivery, Bounce, Complaint");
  await page.getByRole("switch", { name: "to-the-shop is told" }).press("Space");
  await visitor.sees("to-the-shop is off");
  await visitor.requireAccessible();
  const { EventDestinations = [] } = await world.ses.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "newsletter" }),
  );
  assert.deepEqual(EventDestinations, [
    {
      Name: "to-the-shop",
      Enabled: false,
      MatchingEventTypes: ["DELIVERY", "BOUNCE", "COMPLAINT"],
      SnsDestination: { TopicArn: arn },
    },
  ]);

  await page.getByRole("tab", { name: "Options" }).click();
  await visitor.click("Delete newsletter");
  await visitor.type("Type newsletter to confirm", "newsletter");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No configuration sets in this region");
});

test("a pool that the account has not made is shown where a set names it", async () => {
  await using world = await World.start("sqlite");
  await world.plain("POST", "/v2/email/configuration-sets", {
    ConfigurationSetName: "news",
    DeliveryOptions: { SendingPoolName: "ses-shared-pool" },
  });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/configuration-sets/news");
  const pool = visitor.page.getByRole("combobox", { name: "Pool of dedicated IPs" });
  await visitor.sees("Only over TLS");
  assert.equal(await pool.inputValue(), "ses-shared-pool");
});
