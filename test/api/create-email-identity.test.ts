import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("CreateEmailIdentity", (world) => {
  const create = async (input: ConstructorParameters<typeof CreateEmailIdentityCommand>[0]) => {
    const { $metadata, ...output } = await world().ses.send(new CreateEmailIdentityCommand(input));
    assert.equal($metadata.httpStatusCode, 200);
    return output;
  };
  const get = async (EmailIdentity: string) =>
    await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

  test("an address is answered with two members, and is mailed a link", async () => {
    const output = await create({ EmailIdentity: "ada@example.test" });
    assert.deepEqual(output, { IdentityType: "EMAIL_ADDRESS", VerifiedForSendingStatus: false });
    assert.match((await world().inbox("ada@example.test")).text, /https?:\/\//);
  });

  test("a domain is answered with three tokens, NOT_STARTED first and PENDING when read", async () => {
    const { DkimAttributes, ...output } = await create({ EmailIdentity: "easy.test" });
    assert.deepEqual(output, { IdentityType: "DOMAIN", VerifiedForSendingStatus: false });
    const { Tokens = [], ...attributes } = DkimAttributes ?? {};
    assert.equal(new Set(Tokens).size, 3);
    for (const token of Tokens) assert.match(token, /^[a-z0-9]{32}$/);
    assert.equal(attributes.SigningEnabled, true);
    assert.equal(attributes.Status, "NOT_STARTED");
    assert.equal(attributes.SigningAttributesOrigin, "AWS_SES");
    assert.equal(attributes.NextSigningKeyLength, "RSA_2048_BIT");
    assert.equal((await get("easy.test")).DkimAttributes?.Status, "PENDING");
  });

  test("a domain's own key is taken, and its selector is its token", async () => {
    const DkimSigningAttributes = {
      DomainSigningSelector: "mine",
      DomainSigningPrivateKey: await newPrivateKey(),
    };
    const { DkimAttributes } = await create({ EmailIdentity: "byo.test", DkimSigningAttributes });
    assert.equal(DkimAttributes?.SigningAttributesOrigin, "EXTERNAL");
    assert.deepEqual(DkimAttributes.Tokens, ["mine"]);
    assert.equal(DkimAttributes.SigningHostedZone, undefined);
  });

  test("tags and the default configuration set come with it", async () => {
    const ConfigurationSetName = "news";
    const Tags = [{ Key: "team", Value: "mail" }];
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    await create({ EmailIdentity: "tagged.test", ConfigurationSetName, Tags });
    const identity = await get("tagged.test");
    assert.deepEqual([identity.ConfigurationSetName, identity.Tags], ["news", Tags]);
  });

  test("an identity is created once in a region, however it is written", async () => {
    await create({ EmailIdentity: "once.test" });
    await refused(
      create({ EmailIdentity: "once.test" }),
      "AlreadyExistsException",
      400,
      "Email identity once.test already exist.",
    );
    await refused(
      create({ EmailIdentity: "ONCE.test" }),
      "AlreadyExistsException",
      400,
      "Email identity once.test already exist.",
    );
    const Tags = [{ Key: "aws:x", Value: "" }];
    await refused(
      create({ EmailIdentity: "once.test", Tags, ConfigurationSetName: "nothing" }),
      "AlreadyExistsException",
      400,
      "Email identity once.test already exist.",
    );
    const elsewhere = world().client({ region: "eu-west-1" });
    await elsewhere.send(new CreateEmailIdentityCommand({ EmailIdentity: "once.test" }));
  });

  test("an unknown configuration set leaves nothing behind", async () => {
    await refused(
      create({ EmailIdentity: "undone.test", ConfigurationSetName: "nothing" }),
      "NotFoundException",
      404,
      "Configuration set <nothing> does not exist.",
    );
    const message = "Email identity <undone.test> does not exist.";
    await refused(get("undone.test"), "NotFoundException", 404, message);
  });

  test("tags that break the rules leave nothing behind", async () => {
    const Tags = [{ Key: "aws:x", Value: "" }];
    const message = "Caller is an end user and not allowed to mutate system tags";
    await refused(create({ EmailIdentity: "untagged.test", Tags }), "BadRequestException", 400, message);
    await refused(
      get("untagged.test"),
      "NotFoundException",
      404,
      "Email identity <untagged.test> does not exist.",
    );
  });

  test("what is neither an address nor a domain is refused", async () => {
    for (const [EmailIdentity, message] of [
      ["a@b@c", "Invalid email address<a@b@c>."],
      ["@example.test", "Invalid email address<@example.test>."],
      ["no domain", "Domain no domain is invalid."],
      ["nodot", "Domain nodot is invalid."],
    ] as const) {
      await refused(create({ EmailIdentity }), "BadRequestException", 400, message);
    }
  });
});

/** Base64 of a PKCS#8 DER, as the Developer Guide has it made with OpenSSL. */
async function newPrivateKey(): Promise<string> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 1024,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: "SHA-256",
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  return Buffer.from(await crypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
}
