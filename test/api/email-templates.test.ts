import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  GetEmailTemplateCommand,
  ListEmailTemplatesCommand,
  ListTagsForResourceCommand,
  PutAccountSendingAttributesCommand,
  SendBulkEmailCommand,
  SendEmailCommand,
  TestRenderEmailTemplateCommand,
  UpdateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";

describeOperation("CreateEmailTemplate", (world) => {
  const content = {
    Subject: "Hello {{name}}",
    Text: "Dear {{name}},{{#each items}} {{this}}{{/each}}\n",
    Html: "<p>Dear {{name}}</p>",
  };
  const create = async (TemplateName: string, TemplateContent: object = content) =>
    await world().ses.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent }));
  const entry = (to: string, data?: string) => ({
    Destination: { ToAddresses: [to] },
    ...(data === undefined
      ? {}
      : { ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: data } } }),
  });

  test("a template is made, shown, changed, listed and deleted", async () => {
    await world().ses.send(
      new CreateEmailTemplateCommand({
        TemplateName: "lived",
        TemplateContent: content,
        Tags: [{ Key: "team", Value: "mail" }],
      }),
    );
    const shown = await world().ses.send(new GetEmailTemplateCommand({ TemplateName: "lived" }));
    assert.deepEqual(shown.TemplateContent, content);
    const ResourceArn = "arn:aws:ses:us-east-1:000000000000:template/lived";
    const { Tags } = await world().ses.send(new ListTagsForResourceCommand({ ResourceArn }));
    assert.deepEqual(Tags, [{ Key: "team", Value: "mail" }]);
    const TemplateContent = { Subject: "Bye", Text: "Bye\n" };
    await world().ses.send(new UpdateEmailTemplateCommand({ TemplateName: "lived", TemplateContent }));
    const changed = await world().ses.send(new GetEmailTemplateCommand({ TemplateName: "lived" }));
    assert.deepEqual(changed.TemplateContent, TemplateContent);
    const { TemplatesMetadata } = await world().ses.send(new ListEmailTemplatesCommand({}));
    assert.ok(TemplatesMetadata?.some(({ TemplateName }) => TemplateName === "lived"));
    await world().ses.send(new DeleteEmailTemplateCommand({ TemplateName: "lived" }));
    for (const command of [
      new GetEmailTemplateCommand({ TemplateName: "lived" }),
      new DeleteEmailTemplateCommand({ TemplateName: "lived" }),
      new UpdateEmailTemplateCommand({ TemplateName: "lived", TemplateContent }),
    ]) {
      await refused(
        world().ses.send(command as GetEmailTemplateCommand),
        "NotFoundException",
        404,
        "Template lived does not exist.",
      );
    }
  });

  test("a name is taken once, and what cannot be a template is refused", async () => {
    await create("taken");
    await refused(create("taken"), "AlreadyExistsException", 400, "Template taken already exists.");
    for (const [name, faulty] of [
      ["no name!", content],
      ["empty", {}],
      ["broken", { Text: "{{#if a}}" }],
    ] as const) {
      await assert.rejects(create(name, faulty), { name: "BadRequestException" });
    }
  });

  test("a template is rendered into a whole message, and what it lacks is named", async () => {
    await create("rendered");
    const render = async (TemplateData: string) =>
      (await world().ses.send(new TestRenderEmailTemplateCommand({ TemplateName: "rendered", TemplateData })))
        .RenderedTemplate ?? "";
    const message = await render('{"name":"Ann & Bob","items":[1,2]}');
    assert.match(message, /^Subject: Hello Ann & Bob\r$/m);
    assert.match(message, /Dear Ann & Bob, 1 2/);
    await refused(
      render("{}"),
      "BadRequestException",
      400,
      "Attribute 'name' is not present in the rendering data.",
    );
    await assert.rejects(render("[]"), { name: "BadRequestException" });
  });

  test("a subject that data would have break out of its field is refused where it is tried, as where it is sent", async () => {
    await create("smuggled", { Subject: "Hello {{name}}", Text: "x" });
    for (const name of ["Ann\r\nBcc: eve@x.example", "Ann\nBcc: eve@x.example", "Ann\0"]) {
      const trial = { TemplateName: "smuggled", TemplateData: JSON.stringify({ name }) };
      await assert.rejects(world().ses.send(new TestRenderEmailTemplateCommand(trial)), {
        name: "BadRequestException",
        message: "The Subject field has a line end or NUL in it.",
      });
    }
  });

  test("a message is made of a stored or an inline template; what the data lack becomes an event", async () => {
    await verifiedDomain(world(), "templates.test");
    await create("sent");
    const send = async (to: string, Template: object) =>
      await world().ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@templates.test",
          Destination: { ToAddresses: [to] },
          Content: { Template },
        }),
      );
    await send("one@templates.example", {
      TemplateName: "sent",
      TemplateData: '{"name":"One","items":["x"]}',
    });
    assert.equal((await world().inbox("one@templates.example")).subject, "Hello One");
    await send("two@templates.example", {
      TemplateContent: { Subject: "Hi {{name}}", Text: "Hi {{name}}" },
      TemplateData: '{"name":"Two"}',
    });
    assert.equal((await world().inbox("two@templates.example")).subject, "Hi Two");
    const { MessageId } = await send("three@templates.example", { TemplateName: "sent", TemplateData: "{}" });
    assert.ok(MessageId);
    await assert.rejects(world().inbox("three@templates.example"), /no message/);
    await refused(
      send("four@templates.example", { TemplateName: "absent", TemplateData: "{}" }),
      "NotFoundException",
      404,
      "Template absent does not exist.",
    );
  });

  test("a bulk message goes to each entry with its own data; one bad entry spoils no other", async () => {
    await verifiedDomain(world(), "bulk.test");
    await create("bulk");
    const { BulkEmailEntryResults } = await world().ses.send(
      new SendBulkEmailCommand({
        FromEmailAddress: "ann@bulk.test",
        DefaultContent: { Template: { TemplateName: "bulk", TemplateData: '{"name":"Friend","items":[]}' } },
        BulkEmailEntries: [
          entry("one@bulk.example", '{"name":"One"}'),
          entry("two@bulk.example"),
          entry("not an address"),
        ],
      }),
    );
    assert.deepEqual(
      BulkEmailEntryResults?.map(({ Status }) => Status),
      ["SUCCESS", "SUCCESS", "INVALID_PARAMETER"],
    );
    assert.equal((await world().inbox("one@bulk.example")).subject, "Hello One");
    assert.equal((await world().inbox("two@bulk.example")).subject, "Hello Friend");
  });

  test("a bulk call whose messages all fail by what they have in common is refused as a whole", async () => {
    await verifiedDomain(world(), "all.test");
    await create("all", { Subject: "Hello", Text: "Hello" });
    const bulk = async (FromEmailAddress: string, TemplateName: string) =>
      await world().ses.send(
        new SendBulkEmailCommand({
          FromEmailAddress,
          DefaultContent: { Template: { TemplateName, TemplateData: "{}" } },
          BulkEmailEntries: [entry("not an address"), entry("one@bulk.example"), entry("two@bulk.example")],
        }),
      );
    const none = "Template none does not exist.";
    await refused(bulk("ann@all.test", "none"), "NotFoundException", 404, none);
    await refused(bulk("ann", "all"), "BadRequestException", 400, "Missing final '@domain'");
    const pause = async (SendingEnabled: boolean) =>
      await world().ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled }));
    await pause(false);
    await assert.rejects(bulk("ann@all.test", "all"), { name: "SendingPausedException" });
    await pause(true);
    const { BulkEmailEntryResults } = await bulk("ann@all.test", "all");
    assert.deepEqual(
      BulkEmailEntryResults?.map(({ Status }) => Status),
      ["INVALID_PARAMETER", "SUCCESS", "SUCCESS"],
    );
  });
});
