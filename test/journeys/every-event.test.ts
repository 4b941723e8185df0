import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateContactListCommand,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  PutSuppressedDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { complain, idForm, newEventScene, set, simple } from "#test/support/event-scene.ts";

/** In two halves, that no scanner finds it here. */
const virus = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const when = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The object, but for what is of its own every time: that is only of its form. */
function steady(detail: Record<string, unknown> | undefined): Record<string, unknown> {
  assert.ok(detail);
  const { timestamp, feedbackId, ...others } = detail;
  assert.ok(timestamp === undefined || (typeof timestamp === "string" && when.test(timestamp)));
  assert.ok(feedbackId === undefined || (typeof feedbackId === "string" && idForm.test(feedbackId)));
  return others;
}

for (const engine of engines) {
  describe(`every type of event, on ${engine}`, () => {
    test("a delivery, and the complaint after it", async () => {
      await using scene = await newEventScene(engine);
      await scene.send("bob@reader.example");
      const [sent, delivered, ...others] = scene.told();
      assert.deepEqual(sent, ["Send", "send", {}]);
      assert.deepEqual(others, []);
      assert.deepEqual(delivered?.slice(0, 2), ["Delivery", "delivery"]);
      const { processingTimeMillis, smtpResponse, ...delivery } = steady(delivered?.[2]);
      assert.ok(Number.isInteger(processingTimeMillis));
      assert.match(String(smtpResponse), /^250 /);
      assert.deepEqual(delivery, { recipients: ["bob@reader.example"], reportingMTA: "signet.localhost" });
      await complain(scene.world, scene.receiver.received[0]?.from ?? "", "bob@reader.example");
      const [complained] = scene.told();
      assert.deepEqual(complained?.slice(0, 2), ["Complaint", "complaint"]);
      assert.deepEqual(steady(complained?.[2]), {
        complainedRecipients: [{ emailAddress: "bob@reader.example" }],
        complaintSubType: null,
        userAgent: "Far/1.0",
        complaintFeedbackType: "fraud",
        arrivalDate: "2026-11-26T09:00:00.000Z",
      });
    });

    test("a bounce, one of the suppression list, and a delay", async () => {
      await using scene = await newEventScene(engine);
      const failed = { action: "failed", status: "5.1.1" };
      await scene.send("nobody@gone.example");
      const [, bounced] = scene.told();
      assert.deepEqual(bounced?.slice(0, 2), ["Bounce", "bounce"]);
      assert.deepEqual(steady(bounced?.[2]), {
        bounceType: "Permanent",
        bounceSubType: "General",
        bouncedRecipients: [
          {
            emailAddress: "nobody@gone.example",
            ...failed,
            diagnosticCode: "smtp; 550 5.1.1 No such user here",
          },
        ],
        reportingMTA: "dns; signet.localhost",
      });
      await scene.send("nobody@GONE.example");
      // Programs look for these words of SES.
      const diagnosticCode =
        "Signet did not send the message to this address because it is on the suppression list for your account.";
      assert.deepEqual(steady(scene.told()[1]?.[2]), {
        bounceType: "Permanent",
        bounceSubType: "OnAccountSuppressionList",
        bouncedRecipients: [{ emailAddress: "nobody@GONE.example", ...failed, diagnosticCode }],
        reportingMTA: "dns; signet.localhost",
      });
      await scene.world.ses.send(
        new PutSuppressedDestinationCommand({ EmailAddress: "cross@reader.example", Reason: "COMPLAINT" }),
      );
      await scene.send("cross@reader.example");
      assert.deepEqual(steady(scene.told()[1]?.[2]), {
        complainedRecipients: [{ emailAddress: "cross@reader.example" }],
        complaintSubType: "OnAccountSuppressionList",
      });
      await scene.send("later@slow.example");
      await scene.world.pass(hourMs / 2);
      const [, delayed, ...others] = scene.told();
      assert.deepEqual(others, []);
      assert.deepEqual(delayed?.slice(0, 2), ["DeliveryDelay", "deliveryDelay"]);
      const { expirationTime, ...delay } = steady(delayed?.[2]);
      assert.match(String(expirationTime), when);
      assert.deepEqual(delay, {
        delayType: "RecipientServerError",
        delayedRecipients: [
          {
            emailAddress: "later@slow.example",
            status: "4.3.0",
            diagnosticCode: "smtp; 451 4.3.0 Come back later",
          },
        ],
      });
    });

    test("the events of a tenant's message say whose it is", async () => {
      await using scene = await newEventScene(engine);
      const TenantName = "shop";
      await scene.world.ses.send(new CreateTenantCommand({ TenantName }));
      for (const resource of ["identity/sender.test", `configuration-set/${set}`]) {
        const ResourceArn = `arn:aws:ses:us-east-1:000000000000:${resource}`;
        await scene.world.ses.send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn }));
      }
      await scene.send("nobody@gone.example", { TenantName });
      await scene.send("bob@reader.example");
      assert.deepEqual(
        scene.mails().map(({ tags }) => tags["ses:tenant-name"]),
        [["shop"], ["shop"], undefined, undefined],
      );
    });

    test("whom the envelope and whom the From field name, of a message over SMTP", async () => {
      await using scene = await newEventScene(engine);
      const { smtp } = scene.world.app;
      assert.ok(smtp);
      const transport = createTransport({ ...smtp, ignoreTLS: true });
      await transport.sendMail({
        envelope: { from: "returns@sender.test", to: "bob@reader.example" },
        from: ["ann@sender.test", '"Eve" <eve@sender.test>'],
        to: "bob@reader.example",
        text: "Hello",
        headers: { "X-SES-CONFIGURATION-SET": set },
      });
      await scene.world.settle();
      assert.deepEqual(
        scene
          .mails()
          .map(({ source, commonHeaders, destination }) => [source, commonHeaders.from, destination]),
        Array(2).fill([
          "returns@sender.test",
          ["ann@sender.test", '"Eve" <eve@sender.test>'],
          ["bob@reader.example"],
        ]),
      );
      const { messages } = await scene.world.plain<{ messages: { from: string }[] }>(
        "GET",
        "/signet/v1/messages?from=eve@",
      );
      assert.deepEqual(
        messages.map(({ from }) => from),
        ['ann@sender.test, "Eve" <eve@sender.test>'],
      );
    });

    test("a rejection, and a template that could not be filled in", async () => {
      await using scene = await newEventScene(engine);
      const { Simple } = simple("<p>Hello</p>");
      const Attachments = [{ FileName: "notes.txt", RawContent: Buffer.from(virus) }];
      await scene.send("bob@reader.example", { Content: { Simple: { ...Simple, Attachments } } });
      assert.deepEqual(scene.told(), [
        ["Send", "send", {}],
        ["Reject", "reject", { reason: "Bad content" }],
      ]);
      await scene.send("bob@reader.example", {
        Content: {
          Template: { TemplateContent: { Subject: "Hello", Text: "Hello {{name}}" }, TemplateData: "{}" },
        },
      });
      const errorMessage = "Attribute 'name' is not present in the rendering data.";
      assert.deepEqual(scene.told(), [["Rendering Failure", "failure", { templateName: "", errorMessage }]]);
      assert.deepEqual(scene.receiver.received, []);
    });

    test("an opening, a click, and who unsubscribes", async () => {
      await using scene = await newEventScene(engine);
      await scene.world.ses.send(
        new CreateContactListCommand({
          ContactListName: "readers",
          Topics: [{ TopicName: "news", DisplayName: "News", DefaultSubscriptionStatus: "OPT_IN" }],
        }),
      );
      await scene.send("bob@reader.example", {
        Content: simple('<a ses:tags="place:top;kind:a" href="https://shop.example/">Shop</a>'),
        ListManagementOptions: { ContactListName: "readers", TopicName: "news" },
      });
      scene.told();
      const message = scene.receiver.received[0]?.content.toString().replaceAll("\r\n ", "") ?? "";
      const text = /\r\n\r\n([A-Za-z0-9+/=\r\n]+)$/.exec(message)?.[1];
      const html = text === undefined ? message : Buffer.from(text, "base64").toString();
      const [, link = ""] = /href="([^"]+)"/.exec(html) ?? [];
      const [, picture = ""] = /<img src="([^"]+)"/.exec(html) ?? [];
      const [, out = ""] = /^List-Unsubscribe:\s*<([^>]+)>/m.exec(message) ?? [];
      const headers = { "user-agent": "Mozilla/5.0" };
      await fetch(picture, { headers });
      await fetch(link, { headers, redirect: "manual" });
      const oneClick = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      assert.equal((await fetch(out, { method: "POST", body: oneClick })).status, 200);
      await scene.world.settle();
      const visit = { ipAddress: "127.0.0.1", userAgent: "Mozilla/5.0", isBotEvent: "Unlikely" };
      const topics = (subscriptionStatus: string) => ({
        unsubscribeAll: false,
        topicSubscriptionStatus: [{ topicName: "news", subscriptionStatus }],
      });
      assert.deepEqual(
        scene.told().map(([type, member, detail]) => [type, member, steady(detail)]),
        [
          ["Open", "open", visit],
          [
            "Click",
            "click",
            { ...visit, link: "https://shop.example/", linkTags: { place: ["top"], kind: ["a"] } },
          ],
          [
            "Subscription",
            "subscription",
            {
              contactList: "readers",
              source: "UnsubscribeHeader",
              newTopicPreferences: topics("OptOut"),
              oldTopicPreferences: topics("OptIn"),
            },
          ],
        ],
      );
    });
  });
}
