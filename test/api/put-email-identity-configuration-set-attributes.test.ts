import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("PutEmailIdentityConfigurationSetAttributes", (world) => {
  const put = async (EmailIdentity: string, ConfigurationSetName?: string) =>
    await world().ses.send(
      new PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity, ConfigurationSetName }),
    );
  const seen = async (EmailIdentity: string) =>
    (await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).ConfigurationSetName;

  test("a default set is given, kept when another is unknown, and cleared by none", async () => {
    const EmailIdentity = "example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
    await put(EmailIdentity, "news");
    assert.equal(await seen(EmailIdentity), "news");
    const message = "Configuration set <nothing> does not exist.";
    await refused(put(EmailIdentity, "nothing"), "NotFoundException", 404, message);
    assert.equal(await seen(EmailIdentity), "news");
    await put(EmailIdentity);
    assert.equal(await seen(EmailIdentity), undefined);
  });

  test("an empty name clears it too, as it is none when an identity is created", async () => {
    const EmailIdentity = "empty.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
    await put(EmailIdentity, "letters");
    await put(EmailIdentity, "");
    assert.equal(await seen(EmailIdentity), undefined);
  });

  test("an identity that is not there is not found", async () => {
    const message = "Identity <nobody.test> does not exist.";
    await refused(put("nobody.test"), "NotFoundException", 404, message);
  });
});
