import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  type SuppressionListReason,
} from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("PutSuppressedDestination", (world) => {
  const client = () => world().client({ region: "eu-west-3" });
  const put = async (EmailAddress: string, Reason: SuppressionListReason) =>
    await client().send(new PutSuppressedDestinationCommand({ EmailAddress, Reason }));
  const get = async (EmailAddress: string) =>
    (await client().send(new GetSuppressedDestinationCommand({ EmailAddress }))).SuppressedDestination;

  test("an address is put, read, put again and deleted; its domain is known in any letter case", async () => {
    await put("Foo@Example.COM", "BOUNCE");
    assert.equal((await get("Foo@example.com"))?.EmailAddress, "Foo@example.com");
    await put("Foo@EXAMPLE.com", "COMPLAINT");
    assert.equal((await get("Foo@example.com"))?.Reason, "COMPLAINT");
    const missing = "does not exist on your suppression list.";
    await refused(
      get("foo@example.com"),
      "NotFoundException",
      404,
      `Email address foo@example.com ${missing}`,
    );
    const EmailAddress = "Foo@Example.com";
    await client().send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
    await assert.rejects(client().send(new DeleteSuppressedDestinationCommand({ EmailAddress })), {
      name: "NotFoundException",
    });
    await assert.rejects(put("nobody", "BOUNCE"), { name: "BadRequestException" });
  });

  test("the list is read in pages, by reason and by time", async () => {
    const before = new Date(world().clock.now() - hourMs);
    for (const name of ["a", "b", "c"])
      await put(`${name}@listed.example`, name === "b" ? "COMPLAINT" : "BOUNCE");
    const list = async (input: ListSuppressedDestinationsCommand["input"]) => {
      const { SuppressedDestinationSummaries = [], NextToken } = await client().send(
        new ListSuppressedDestinationsCommand(input),
      );
      return { names: SuppressedDestinationSummaries.map(({ EmailAddress }) => EmailAddress), NextToken };
    };
    const first = await list({ PageSize: 2 });
    assert.deepEqual(first.names, ["a@listed.example", "b@listed.example"]);
    const second = await list({ PageSize: 2, NextToken: first.NextToken });
    assert.deepEqual([second.names, second.NextToken], [["c@listed.example"], undefined]);
    assert.deepEqual((await list({ Reasons: ["COMPLAINT"] })).names, ["b@listed.example"]);
    assert.deepEqual((await list({ EndDate: before })).names, []);
    assert.equal((await list({ StartDate: before })).names.length, 3);
    await assert.rejects(list({ NextToken: "nonsense" }), { name: "InvalidNextTokenException" });
  });
});
