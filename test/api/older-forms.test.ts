// What clients send that were made before an operation moved to another method or path.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateContactCommand,
  CreateContactListCommand,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  ListContactsCommand,
  ListImportJobsCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
  type SESv2Client,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface Request {
  method: string;
  path: string;
  query: Record<string, string>;
  body?: string;
}

/** From now on the client puts an operation as an older one did, before it signs. */
function asBefore(client: SESv2Client, operation: string, change: (request: Request) => void): void {
  client.middlewareStack.add(
    (next, context) => async (given) => {
      if (context["commandName"] === `${operation}Command`) change(given.request as Request);
      return await next(given);
    },
    { step: "build", priority: "high" },
  );
}

/** Puts a page's members into the query of a GET, and leaves the others in its body. */
function asGet(path: string): (request: Request) => void {
  return (request) => {
    const { PageSize, NextToken, ...rest } = JSON.parse(request.body ?? "{}") as Record<
      string,
      string | number
    >;
    request.method = "GET";
    request.path = path;
    if (PageSize !== undefined) request.query["PageSize"] = String(PageSize);
    if (NextToken !== undefined) request.query["NextToken"] = String(NextToken);
    request.body = JSON.stringify(rest);
  };
}

for (const engine of engines) {
  describe(`older clients on ${engine}`, () => {
    test("ListContacts was a GET, its filter in the body", async () => {
      await using world = await World.start(engine);
      const { ses } = world;
      asBefore(ses, "ListContacts", asGet("/v2/email/contact-lists/news/contacts"));
      await ses.send(
        new CreateContactListCommand({
          ContactListName: "news",
          Topics: [{ TopicName: "rings", DisplayName: "Rings", DefaultSubscriptionStatus: "OPT_OUT" }],
        }),
      );
      for (const name of ["ann", "bob", "eve"]) {
        const status = name === "bob" ? "OPT_OUT" : "OPT_IN";
        await ses.send(
          new CreateContactCommand({
            ContactListName: "news",
            EmailAddress: `${name}@example.com`,
            TopicPreferences: [{ TopicName: "rings", SubscriptionStatus: status }],
          }),
        );
      }
      const subscribed = { FilteredStatus: "OPT_IN", TopicFilter: { TopicName: "rings" } } as const;
      const page = { ContactListName: "news", PageSize: 1, Filter: subscribed };
      const first = await ses.send(new ListContactsCommand(page));
      const second = await ses.send(new ListContactsCommand({ ...page, NextToken: first.NextToken }));
      const names = [first, second].flatMap(({ Contacts = [] }) => Contacts.map((it) => it.EmailAddress));
      assert.deepEqual(names, ["ann@example.com", "eve@example.com"]);
    });

    test("ListImportJobs was a GET", async () => {
      await using world = await World.start(engine);
      const { ses } = world;
      asBefore(ses, "ListImportJobs", asGet("/v2/email/import-jobs"));
      const { ImportJobs } = await ses.send(
        new ListImportJobsCommand({ ImportDestinationType: "SUPPRESSION_LIST", PageSize: 5 }),
      );
      assert.deepEqual(ImportJobs, []);
    });

    test("PutEmailIdentityDkimSigningAttributes was under /v1", async () => {
      await using world = await World.start(engine);
      const { ses } = world;
      asBefore(ses, "PutEmailIdentityDkimSigningAttributes", (request) => {
        request.path = request.path.replace("/v2/", "/v1/");
      });
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.com" }));
      await ses.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity: "example.com",
          SigningAttributesOrigin: "AWS_SES",
          SigningAttributes: { NextSigningKeyLength: "RSA_1024_BIT" },
        }),
      );
      const found = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "example.com" }));
      assert.equal(found.DkimAttributes?.NextSigningKeyLength, "RSA_1024_BIT");
    });
  });
}
