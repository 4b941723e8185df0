import assert from "node:assert/strict";
import { test } from "node:test";
import { ListMultiRegionEndpointsCommand } from "@aws-sdk/client-sesv2";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a multi-region endpoint is made, copied from and deleted", async () => {
  await using world = await World.start("sqlite");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  const listed = async () =>
    (await world.ses.send(new ListMultiRegionEndpointsCommand({}))).MultiRegionEndpoints ?? [];
  await visitor.goTo("/multi-region-endpoints");
  await visitor.sees("No multi-region endpoints in this region");
  await visitor.requireAccessible();
  await visitor.click("Create the first");
  await visitor.type("Name", "both-coasts");
  await dialog.getByLabel("Second region").fill("us-east-1");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees(/us-east-1 is the primary region; name another/);
  await dialog.getByLabel("Second region").fill("us-west-2");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees("both-coasts is there");
  await visitor.sees("us-east-1 and us-west-2");
  const [endpoint] = await listed();
  await visitor.sees(endpoint?.EndpointId ?? "no id");
  await visitor.click("Delete both-coasts");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("No multi-region endpoints in this region");
  assert.deepEqual(await listed(), []);
});
