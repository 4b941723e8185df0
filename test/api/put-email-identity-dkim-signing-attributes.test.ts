import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const ownKey = {
  DomainSigningSelector: "mine",
  DomainSigningPrivateKey: privateKey.export({ type: "pkcs1", format: "der" }).toString("base64"),
};

describeOperation("PutEmailIdentityDkimSigningAttributes", (world) => {
  const create = async (EmailIdentity: string) =>
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const put = async (
    input: ConstructorParameters<typeof PutEmailIdentityDkimSigningAttributesCommand>[0],
  ) => {
    const { $metadata, ...output } = await world().ses.send(
      new PutEmailIdentityDkimSigningAttributesCommand(input),
    );
    assert.equal($metadata.httpStatusCode, 200);
    return output;
  };
  const seen = async (EmailIdentity: string) =>
    (await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).DkimAttributes;

  test("a domain takes its own key, and goes back to three tokens of ours", async () => {
    const EmailIdentity = "switch.test";
    const before = await create(EmailIdentity);
    const own = await put({ EmailIdentity, SigningAttributesOrigin: "EXTERNAL", SigningAttributes: ownKey });
    assert.deepEqual(own, { DkimStatus: "PENDING", DkimTokens: ["mine"] });
    assert.equal((await seen(EmailIdentity))?.SigningAttributesOrigin, "EXTERNAL");
    const easy = await put({ EmailIdentity, SigningAttributesOrigin: "AWS_SES" });
    assert.equal(easy.DkimStatus, "PENDING");
    assert.equal(easy.DkimTokens?.length, 3);
    assert.equal(easy.SigningHostedZone, before.DkimAttributes?.SigningHostedZone);
    assert.notDeepEqual(easy.DkimTokens, before.DkimAttributes?.Tokens);
  });

  test("the next key's length is changed, but not to what it is nor twice in a day", async () => {
    const EmailIdentity = "length.test";
    await create(EmailIdentity);
    const change = async (NextSigningKeyLength: "RSA_1024_BIT" | "RSA_2048_BIT") =>
      await put({
        EmailIdentity,
        SigningAttributesOrigin: "AWS_SES",
        SigningAttributes: { NextSigningKeyLength },
      });
    const same = "The input you provided is invalid. The next signing key already has 2048 bits.";
    await refused(change("RSA_2048_BIT"), "BadRequestException", 400, same);
    await change("RSA_1024_BIT");
    assert.equal((await seen(EmailIdentity))?.NextSigningKeyLength, "RSA_1024_BIT");
    const soon = "The input you provided is invalid. The key length can be changed once in 24 hours.";
    await refused(change("RSA_2048_BIT"), "BadRequestException", 400, soon);
  });

  test("of many who switch at once one is the last, and nothing is left of the others", async () => {
    const EmailIdentity = "at-once.test";
    await create(EmailIdentity);
    const ways = [
      { SigningAttributesOrigin: "EXTERNAL", SigningAttributes: ownKey },
      { SigningAttributesOrigin: "AWS_SES" },
    ] as const;
    for (let round = 0; round < 5; round++) {
      const calls = Array.from({ length: 8 }, (_, index) => ways[(index + round) % 2] ?? ways[0]);
      await Promise.all(calls.map(async (way) => await put({ EmailIdentity, ...way })));
      const { SigningAttributesOrigin, Tokens } = (await seen(EmailIdentity)) ?? {};
      assert.equal(Tokens?.length, SigningAttributesOrigin === "EXTERNAL" ? 1 : 3);
    }
  });

  test("a key of one's own needs its selector", async () => {
    await create("half.test");
    const { DomainSigningPrivateKey } = ownKey;
    await refused(
      put({
        EmailIdentity: "half.test",
        SigningAttributesOrigin: "EXTERNAL",
        SigningAttributes: { DomainSigningPrivateKey },
      }),
      "BadRequestException",
      400,
      "DomainSigningSelector and DomainSigningPrivateKey must be given together.",
    );
  });

  test("an address has no keys; a domain that is not there is not found", async () => {
    await create("ada@example.test");
    await refused(
      put({ EmailIdentity: "ada@example.test", SigningAttributesOrigin: "AWS_SES" }),
      "BadRequestException",
      400,
      "The EmailIdentity value must be a valid domain.",
    );
    await refused(
      put({ EmailIdentity: "nobody.test", SigningAttributesOrigin: "AWS_SES" }),
      "NotFoundException",
      404,
      "Email identity nobody.test does not exist.",
    );
  });
});
