// The calls of the older API of SES (2010-12-01) that are about templates, as its own client calls them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import { GetEmailTemplateCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { World } from "#test/support/world.ts";

const Template = {
  TemplateName: "news",
  SubjectPart: "Hello {{name}}",
  TextPart: "{{name}} & <all>",
  HtmlPart: "<p>{{name}}</p>",
};

for (const engine of engines) {
  describe(`templates by the older API of SES, on ${engine}`, () => {
    test("a template is made, read by either API, changed, listed, filled in and deleted", async () => {
      await using world = await World.start(engine);
      const ses = olderClient(world);
      const get = async () =>
        (await ses.send(new older.GetTemplateCommand({ TemplateName: "news" }))).Template;
      await ses.send(new older.CreateTemplateCommand({ Template }));
      assert.deepEqual(await get(), Template);
      const { TemplateContent } = await world.ses.send(new GetEmailTemplateCommand({ TemplateName: "news" }));
      assert.deepEqual(TemplateContent, {
        Subject: Template.SubjectPart,
        Text: Template.TextPart,
        Html: Template.HtmlPart,
      });
      const changed = { TemplateName: "news", SubjectPart: "Bye {{name}}", TextPart: "{{name}}" };
      await ses.send(new older.UpdateTemplateCommand({ Template: changed }));
      assert.deepEqual(await get(), changed);
      const { RenderedTemplate } = await ses.send(
        new older.TestRenderTemplateCommand({ TemplateName: "news", TemplateData: '{"name":"Ann"}' }),
      );
      assert.match(RenderedTemplate ?? "", /^Subject: Bye Ann\r?$/m);
      await ses.send(
        new older.CreateTemplateCommand({ Template: { TemplateName: "mail", TextPart: "Hello" } }),
      );
      const first = await ses.send(new older.ListTemplatesCommand({ MaxItems: 1 }));
      const { NextToken } = first;
      const second = await ses.send(new older.ListTemplatesCommand({ MaxItems: 1, NextToken }));
      const listed = [first, second].flatMap(({ TemplatesMetadata = [] }) => TemplatesMetadata);
      assert.deepEqual(
        listed.map(({ Name, CreatedTimestamp }) => [Name, CreatedTimestamp instanceof Date]),
        [
          ["mail", true],
          ["news", true],
        ],
      );
      assert.equal(second.NextToken, undefined);
      const many = await ses.send(new older.ListTemplatesCommand({ MaxItems: 5_000 }));
      assert.equal(many.TemplatesMetadata?.length, 2);
      for (let time = 0; time < 2; time++) {
        await ses.send(new older.DeleteTemplateCommand({ TemplateName: "news" }));
      }
      await assert.rejects(get(), older.TemplateDoesNotExistException);
    });

    test("a refusal is the exception that the older API has for it", async () => {
      await using world = await World.start(engine);
      const ses = olderClient(world);
      const create = async (more: Partial<older.Template>) =>
        await ses.send(
          new older.CreateTemplateCommand({ Template: { ...Template, TemplateName: "other", ...more } }),
        );
      await ses.send(new older.CreateTemplateCommand({ Template }));
      await assert.rejects(create({ TemplateName: "news" }), older.AlreadyExistsException);
      await assert.rejects(create({ TextPart: "{{#if}" }), older.InvalidTemplateException);
      await assert.rejects(create({ TemplateName: "a b" }), { name: "InvalidParameterValue" });
      await assert.rejects(
        ses.send(new older.UpdateTemplateCommand({ Template: { TemplateName: "none", TextPart: "x" } })),
        older.TemplateDoesNotExistException,
      );
      const render = async (TemplateName: string, TemplateData: string) =>
        await ses.send(new older.TestRenderTemplateCommand({ TemplateName, TemplateData }));
      await assert.rejects(render("news", "{}"), older.MissingRenderingAttributeException);
      await assert.rejects(render("none", "{}"), older.TemplateDoesNotExistException);
      for (const data of ["{", "[]"]) {
        await assert.rejects(render("news", data), older.InvalidRenderingParameterException);
      }
    });
  });
}
