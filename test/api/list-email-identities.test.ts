import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand, ListEmailIdentitiesCommand } from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("ListEmailIdentities", (world) => {
  const list = async (
    region: string,
    input: ConstructorParameters<typeof ListEmailIdentitiesCommand>[0] = {},
  ) => await world().client({ region }).send(new ListEmailIdentitiesCommand(input));
  const create = async (region: string, ...names: string[]) => {
    const client = world().client({ region });
    for (const EmailIdentity of names) await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  };

  test("a region without identities has an empty list and no token", async () => {
    const { $metadata, ...output } = await list("eu-north-1");
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, { EmailIdentities: [] });
  });

  test("identities come in the order of their names, a page at a time", async () => {
    await create("us-west-2", "c.test", "a.test", "b@c.test");
    const first = await list("us-west-2", { PageSize: 2 });
    assert.deepEqual(first.EmailIdentities, [
      {
        IdentityType: "DOMAIN",
        IdentityName: "a.test",
        SendingEnabled: false,
        VerificationStatus: "PENDING",
      },
      {
        IdentityType: "EMAIL_ADDRESS",
        IdentityName: "b@c.test",
        SendingEnabled: false,
        VerificationStatus: "PENDING",
      },
    ]);
    const second = await list("us-west-2", { PageSize: 2, NextToken: first.NextToken });
    assert.deepEqual(
      second.EmailIdentities?.map(({ IdentityName }) => IdentityName),
      ["c.test"],
    );
    assert.equal(second.NextToken, undefined);
  });

  test("the filter keeps a part of the name, a type and a status", async () => {
    await create("eu-west-1", "news.test", "ada@news.test", "bills.test");
    const names = async (Filter: Record<string, string>) =>
      (await list("eu-west-1", { Filter })).EmailIdentities?.map(({ IdentityName }) => IdentityName);
    assert.deepEqual(await names({ IDENTITY_NAME_CONTAINS: "news" }), ["ada@news.test", "news.test"]);
    assert.deepEqual(await names({ IDENTITY_TYPE: "DOMAIN" }), ["bills.test", "news.test"]);
    assert.deepEqual(await names({ IDENTITY_NAME_CONTAINS: "news", IDENTITY_TYPE: "EMAIL_ADDRESS" }), [
      "ada@news.test",
    ]);
    assert.deepEqual(await names({ VERIFICATION_STATUS: "SUCCESS" }), []);
    assert.deepEqual(await names({ IDENTITY_NAME_CONTAINS: "  News.T " }), ["ada@news.test", "news.test"]);
    assert.deepEqual(await names({ IDENTITY_NAME_CONTAINS: "%%%" }), []);
  });

  test("a token that this list did not give is refused", async () => {
    await refused(
      list("us-east-1", { NextToken: "none" }),
      "BadRequestException",
      400,
      "The NextToken is not valid.",
    );
  });

  test("older clients ask with GET", async () => {
    await create("us-east-1", "old.test");
    const path = "/v2/email/identities?PageSize=5";
    const { EmailIdentities } = await world().plain<{ EmailIdentities: object[] }>("GET", path);
    assert.equal(EmailIdentities.length, 1);
  });

  test("a part of a name has 3 to 320 characters", async () => {
    await create("ap-south-1", "short.test");
    const named = async (part: string) =>
      await list("ap-south-1", { Filter: { IDENTITY_NAME_CONTAINS: part } });
    for (const part of ["sho", "_%".repeat(160), "😀".repeat(320)]) await named(part);
    for (const [part, bound] of [
      [" sh ", "at least 3"],
      ["😀😀", "at least 3"],
      ["a".repeat(321), "at most 320"],
      ["_%".repeat(40_000), "at most 320"],
    ] as const) {
      const message = `Filter IDENTITY_NAME_CONTAINS must be ${bound} characters.`;
      await refused(named(part), "BadRequestException", 400, message);
    }
  });
});
