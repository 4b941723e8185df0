import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityDkimAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("PutEmailIdentityDkimAttributes", (world) => {
  const create = async (EmailIdentity: string) =>
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const put = async (EmailIdentity: string, SigningEnabled?: boolean) =>
    await world().ses.send(new PutEmailIdentityDkimAttributesCommand({ EmailIdentity, SigningEnabled }));
  const seen = async (EmailIdentity: string) =>
    (await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).DkimAttributes;

  test("signing is switched off and on; what DNS says stays", async () => {
    await create("example.test");
    await put("example.test", false);
    assert.deepEqual(
      [(await seen("example.test"))?.SigningEnabled, (await seen("example.test"))?.Status],
      [false, "PENDING"],
    );
    await put("example.test", true);
    assert.equal((await seen("example.test"))?.SigningEnabled, true);
    await put("example.test");
    assert.equal((await seen("example.test"))?.SigningEnabled, false);
  });

  test("an address whose domain is there may, and the domain stays as it is", async () => {
    await create("parent.test");
    await create("ada@parent.test");
    await put("ada@parent.test", false);
    assert.equal((await seen("parent.test"))?.SigningEnabled, true);
  });

  test("of a domain that is not there, SES says that the request is bad", async () => {
    const message = "Domain nobody.test is not verified for DKIM signing.";
    await refused(put("nobody.test", true), "BadRequestException", 400, message);
    await create("ada@nobody.test");
    await refused(put("ada@nobody.test", true), "BadRequestException", 400, message);
  });
});
