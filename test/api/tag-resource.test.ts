import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateContactListCommand,
  CreateCustomVerificationEmailTemplateCommand,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";

const arnOf = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
const a = { Key: "a", Value: "1" };

describeOperation("TagResource", (world) => {
  const tag = async (ResourceArn: string, Tags: { Key: string; Value: string }[]) =>
    await world().ses.send(new TagResourceCommand({ ResourceArn, Tags }));
  const tagsOf = async (ResourceArn: string) =>
    (await world().ses.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
  const createSet = async (ConfigurationSetName: string) => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    return arnOf(`configuration-set/${ConfigurationSetName}`);
  };

  test("tags are added to a set; one that is there takes the new value", async () => {
    const arn = await createSet("news");
    const { $metadata, ...output } = await tag(arn, [a, { Key: "b", Value: "" }]);
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    await tag(arn, [{ Key: "a", Value: "2" }]);
    assert.deepEqual(await tagsOf(arn), [
      { Key: "a", Value: "2" },
      { Key: "b", Value: "" },
    ]);
  });

  test("tags of an identity are seen with it, however its name is written", async () => {
    const EmailIdentity = "example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await tag(arnOf("identity/Example.TEST"), [a]);
    const identity = await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
    assert.deepEqual(identity.Tags, [a]);
  });

  test("a contact list and a custom verification template take tags and lose them", async () => {
    const words = { TemplateSubject: "Hello", TemplateContent: "<p>Hello</p>", TemplateName: "welcome" };
    const urls = { SuccessRedirectionURL: "https://a.test/", FailureRedirectionURL: "https://a.test/" };
    const FromEmailAddress = "ada@sender.test";
    await verifiedDomain(world(), "sender.test");
    await world().ses.send(
      new CreateCustomVerificationEmailTemplateCommand({ ...words, ...urls, FromEmailAddress }),
    );
    await world().ses.send(new CreateContactListCommand({ ContactListName: "readers" }));
    for (const resource of ["contact-list/readers", "custom-verification-email-template/welcome"]) {
      const arn = arnOf(resource);
      await tag(arn, [a]);
      assert.deepEqual(await tagsOf(arn), [a]);
      await world().ses.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ["a"] }));
      assert.deepEqual(await tagsOf(arn), []);
    }
    const none = "No ContactList present with name: nobody";
    await refused(tag(arnOf("contact-list/nobody"), [a]), "NotFoundException", 404, none);
  });

  test("a fifty-first tag is refused", async () => {
    const arn = await createSet("full");
    const fifty = Array.from({ length: 50 }, (_, at) => ({ Key: `k${at}`, Value: "" }));
    await tag(arn, fifty);
    const message =
      "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags in the request or delete existing tags and retry";
    await refused(tag(arn, [a]), "BadRequestException", 400, message);
    assert.equal((await tagsOf(arn))?.length, 50);
  });

  test("there must be a tag to add", async () => {
    const message =
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1";
    await refused(tag(await createSet("bare"), []), "BadRequestException", 400, message);
  });

  test("what is not there cannot be tagged", async () => {
    for (const [resource, noun] of [
      ["configuration-set/nothing", "ConfigurationSet"],
      ["identity/nobody.test", "EmailIdentity"],
    ] as const) {
      const message = `No ${noun} present with name: ${resource.split("/")[1]}`;
      await refused(tag(arnOf(resource), [a]), "NotFoundException", 404, message);
    }
  });

  test("another region's and another account's resources are refused", async () => {
    const arn = await createSet("own");
    const elsewhere = arn.replace("us-east-1", "eu-west-1");
    await refused(tag(elsewhere, [a]), "BadRequestException", 400, "Failed to tag resource");
    const message = "Operations on a resource created in a different account is not allowed";
    await refused(tag(arn.replace("000000000000", "111111111111"), [a]), "BadRequestException", 400, message);
  });
});
