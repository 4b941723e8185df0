import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailTemplateCommand,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  DeleteConfigurationSetCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailTemplateCommand,
  DeleteTenantCommand,
  DeleteTenantResourceAssociationCommand,
  GetReputationEntityCommand,
  GetTenantCommand,
  ListReputationEntitiesCommand,
  ListResourceTenantsCommand,
  ListTagsForResourceCommand,
  ListTenantResourcesCommand,
  ListTenantsCommand,
  PutSuppressedDestinationCommand,
  PutTenantSuppressionAttributesCommand,
  SendBulkEmailCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  UpdateReputationEntityCustomerManagedStatusCommand,
  UpdateReputationEntityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
const identity = arn("identity/sender.test");
const set = arn("configuration-set/letters");
const template = arn("template/hello");

const unassociated = (arns: string[]) => `Tenant not associated with resources [${arns.join(", ")}].`;
const heldBack = (what: string) =>
  `Cannot delete <${what}> because it has tenant associations. Remove all tenant associations and try again.`;

async function newWorld(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
  const content = { Subject: "Hello", Text: "Hello {{name}}" };
  await world.ses.send(new CreateEmailTemplateCommand({ TemplateName: "hello", TemplateContent: content }));
  return world;
}

async function send(world: World, more: Partial<SendEmailCommandInput> = {}): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["bob@reader.example"] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      TenantName: "shop",
      ...more,
    }),
  );
  return MessageId;
}

async function give(world: World, ...arns: string[]): Promise<void> {
  for (const ResourceArn of arns) {
    await world.ses.send(new CreateTenantResourceAssociationCommand({ TenantName: "shop", ResourceArn }));
  }
}

for (const engine of engines) {
  describe(`tenants, on ${engine}`, () => {
    test("a tenant sends with what it was given, and nothing else, by every door", async () => {
      await using world = await newWorld(engine);
      await refused(
        send(world),
        "NotFoundException",
        404,
        "Tenant shop for AwsAccountId 000000000000 not found.",
      );
      const Content = { Template: { TemplateName: "hello", TemplateData: '{"name":"Bob"}' } };
      const bulk = new SendBulkEmailCommand({
        FromEmailAddress: "ann@sender.test",
        DefaultContent: Content,
        BulkEmailEntries: [{ Destination: { ToAddresses: ["bob@reader.example"] } }],
        TenantName: "shop",
      });
      const unknown = "Tenant shop for AwsAccountId 000000000000 not found.";
      await refused(world.ses.send(bulk), "NotFoundException", 404, unknown);
      await world.ses.send(new CreateTenantCommand({ TenantName: "shop" }));
      const lacking = async (more: Partial<SendEmailCommandInput>, ...what: string[]) =>
        await refused(send(world, more), "AccessDeniedException", 403, unassociated(what));
      await lacking({}, identity);
      await lacking({ ConfigurationSetName: "letters", Content }, identity, set, template);
      await give(world, identity);
      await send(world);
      await lacking({ ConfigurationSetName: "letters" }, set);
      await give(world, set);
      await send(world, { ConfigurationSetName: "letters" });
      await lacking({ Content }, template);
      await refused(world.ses.send(bulk), "AccessDeniedException", 403, unassociated([template]));
      await give(world, template);
      await send(world, { Content });
      const { BulkEmailEntryResults } = await world.ses.send(bulk);
      assert.deepEqual(
        BulkEmailEntryResults?.map(({ Status }) => Status),
        ["SUCCESS"],
      );
      const { smtp, localKey } = world.app;
      assert.ok(smtp && localKey);
      const transport = createTransport({
        ...smtp,
        tls: { rejectUnauthorized: false },
        auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, "us-east-1") },
      });
      const submit = async (tenant: string) =>
        await transport.sendMail({
          from: "ann@sender.test",
          to: "bob@reader.example",
          text: "Hello",
          headers: { "X-SES-TENANT": tenant },
        });
      await submit("shop");
      assert.doesNotMatch((await world.inbox("bob@reader.example")).source, /X-SES/i);
      await assert.rejects(submit("absent"), /Tenant absent for AwsAccountId 000000000000 not found/);
    });

    test("a paused tenant sends nothing, until it may again", async () => {
      await using world = await newWorld(engine);
      const { TenantArn: ReputationEntityReference } = await world.ses.send(
        new CreateTenantCommand({ TenantName: "shop" }),
      );
      await give(world, identity);
      const of = { ReputationEntityReference, ReputationEntityType: "RESOURCE" as const };
      const setStatus = async (SendingStatus: "ENABLED" | "DISABLED" | "REINSTATED") =>
        await world.ses.send(
          new UpdateReputationEntityCustomerManagedStatusCommand({ ...of, SendingStatus }),
        );
      const entity = async () => (await world.ses.send(new GetReputationEntityCommand(of))).ReputationEntity;
      assert.deepEqual(await entity(), {
        ...of,
        AwsSesManagedStatus: { Status: "ENABLED" },
        SendingStatusAggregate: "ENABLED",
      });
      await setStatus("DISABLED");
      const paused = `Sending disabled for ${ReputationEntityReference}.`;
      await refused(send(world), "MessageRejected", 400, paused);
      const { Tenant } = await world.ses.send(new GetTenantCommand({ TenantName: "shop" }));
      assert.equal(Tenant?.SendingStatus, "DISABLED");
      const disabled = new ListReputationEntitiesCommand({ Filter: { SENDING_STATUS: "DISABLED" } });
      assert.equal((await world.ses.send(disabled)).ReputationEntities?.length, 1);
      await setStatus("REINSTATED");
      await send(world);
      const ReputationEntityPolicy = "arn:aws:ses:us-east-1:aws:reputation-policy/strict";
      await world.ses.send(new UpdateReputationEntityPolicyCommand({ ...of, ReputationEntityPolicy }));
      const shown = await entity();
      assert.equal(shown?.ReputationManagementPolicy, ReputationEntityPolicy);
      assert.equal(shown.CustomerManagedStatus?.Status, "REINSTATED");
      const wrong = { ...of, ReputationEntityReference: `${ReputationEntityReference}x` };
      await assert.rejects(world.ses.send(new GetReputationEntityCommand(wrong)), {
        name: "NotFoundException",
      });
    });

    test("tenants and what they were given are made, shown, listed and deleted", async () => {
      await using world = await newWorld(engine);
      const { ses } = world;
      const created = await ses.send(
        new CreateTenantCommand({
          TenantName: "shop",
          Tags: [{ Key: "plan", Value: "gold" }],
          SuppressionAttributes: { SuppressedReasons: ["COMPLAINT"], SuppressionScope: "TENANT" },
        }),
      );
      const { Tenant } = await ses.send(new GetTenantCommand({ TenantName: "shop" }));
      const { $metadata: _, ...shown } = created;
      assert.deepEqual(Tenant, shown);
      assert.match(Tenant?.TenantArn ?? "", /^arn:aws:ses:us-east-1:000000000000:tenant\/shop\/tn_/);
      const { Tags } = await ses.send(new ListTagsForResourceCommand({ ResourceArn: Tenant?.TenantArn }));
      assert.deepEqual(Tags, [{ Key: "plan", Value: "gold" }]);
      await assert.rejects(ses.send(new CreateTenantCommand({ TenantName: "shop" })), {
        name: "AlreadyExistsException",
      });
      for (const TenantName of ["b", "c"]) await ses.send(new CreateTenantCommand({ TenantName }));
      const first = await ses.send(new ListTenantsCommand({ PageSize: 2 }));
      const rest = await ses.send(new ListTenantsCommand({ NextToken: first.NextToken }));
      assert.deepEqual(
        [...(first.Tenants ?? []), ...(rest.Tenants ?? [])].map(({ TenantName }) => TenantName),
        ["b", "c", "shop"],
      );
      await give(world, identity, set, template);
      await assert.rejects(give(world, set), { name: "AlreadyExistsException" });
      await assert.rejects(give(world, arn("identity/other.test")), { name: "NotFoundException" });
      await assert.rejects(give(world, set.replace("000000000000", "111122223333")), {
        name: "BadRequestException",
      });
      const resources = async (RESOURCE_TYPE?: string) =>
        (
          await ses.send(
            new ListTenantResourcesCommand({
              TenantName: "shop",
              ...(RESOURCE_TYPE === undefined ? {} : { Filter: { RESOURCE_TYPE } }),
            }),
          )
        ).TenantResources?.map(({ ResourceArn }) => ResourceArn);
      assert.deepEqual(await resources(), [set, identity, template]);
      assert.deepEqual(await resources("EMAIL_TEMPLATE"), [template]);
      assert.deepEqual(await resources("configuration-set"), [set]);
      const holders = await ses.send(new ListResourceTenantsCommand({ ResourceArn: identity }));
      assert.deepEqual(
        holders.ResourceTenants?.map(({ TenantName, TenantId }) => [TenantName, TenantId]),
        [["shop", created.TenantId]],
      );
      const kept = async (call: Promise<unknown>, what: string) =>
        await refused(call, "BadRequestException", 400, heldBack(what));
      await kept(ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "sender.test" })), identity);
      const removeSet = new DeleteConfigurationSetCommand({ ConfigurationSetName: "letters" });
      await kept(ses.send(removeSet), set);
      await kept(ses.send(new DeleteEmailTemplateCommand({ TemplateName: "hello" })), template);
      const taken = { TenantName: "shop", ResourceArn: set };
      await ses.send(new DeleteTenantResourceAssociationCommand(taken));
      await ses.send(new DeleteTenantResourceAssociationCommand(taken));
      assert.deepEqual(await resources(), [identity, template]);
      await ses.send(removeSet);
      await ses.send(new DeleteTenantCommand({ TenantName: "shop" }));
      await assert.rejects(ses.send(new GetTenantCommand({ TenantName: "shop" })), {
        name: "NotFoundException",
      });
      await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: "sender.test" }));
    });

    test("what is sent again, or let out of the inbox, is sent for the tenant that it was for", async () => {
      await using receiver = await startSmtpReceiver();
      await using world = await newWorld(engine);
      const { TenantArn } = await world.ses.send(new CreateTenantCommand({ TenantName: "shop" }));
      await give(world, identity);
      const id = await send(world);
      await world.inbox("bob@reader.example");
      const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox");
      await world.restart({ SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` });
      const again = async () => await world.call("POST", `/signet/v1/messages/${id}/resend`);
      const to = { to: ["real@person.example"] };
      const release = async () => await world.call("POST", `/signet/v1/inbox/${messages[0]?.id}/release`, to);
      for (const act of [again, release]) {
        const { data } = await act();
        const { message_id } = data as { message_id: string };
        const shown = await world.plain<{ tenant: string }>("GET", `/signet/v1/messages/${message_id}`);
        assert.equal(shown.tenant, "shop");
      }
      const setStatus = async (SendingStatus: "ENABLED" | "DISABLED") =>
        await world.ses.send(
          new UpdateReputationEntityCustomerManagedStatusCommand({
            ReputationEntityReference: TenantArn,
            ReputationEntityType: "RESOURCE",
            SendingStatus,
          }),
        );
      await setStatus("DISABLED");
      for (const act of [again, release]) {
        assert.equal((await act()).error?.message, `Sending disabled for ${TenantArn}.`);
      }
      await setStatus("ENABLED");
      await world.ses.send(
        new DeleteTenantResourceAssociationCommand({ TenantName: "shop", ResourceArn: identity }),
      );
      for (const act of [again, release]) {
        assert.match((await act()).error?.message ?? "", /^Tenant not associated with resources/);
      }
      await world.ses.send(new DeleteTenantCommand({ TenantName: "shop" }));
      for (const act of [again, release]) {
        const message = "Tenant shop for AwsAccountId 000000000000 not found.";
        assert.equal((await act()).error?.message, message);
      }
    });

    test("a tenant's reasons for suppression go before the account's", async () => {
      await using world = await newWorld(engine);
      await world.ses.send(new CreateTenantCommand({ TenantName: "shop" }));
      await give(world, identity);
      const suppressed = { EmailAddress: "bob@reader.example", Reason: "BOUNCE" as const };
      await world.ses.send(new PutSuppressedDestinationCommand(suppressed));
      const arrives = async () => {
        await world.plain("DELETE", "/signet/v1/inbox");
        await send(world);
        await world.settle();
        const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
        return messages.length;
      };
      const put = async (more: { SuppressedReasons?: "COMPLAINT"[] }) =>
        await world.ses.send(new PutTenantSuppressionAttributesCommand({ TenantName: "shop", ...more }));
      assert.equal(await arrives(), 0);
      await put({ SuppressedReasons: ["COMPLAINT"] });
      assert.equal(await arrives(), 1);
      await put({});
      assert.equal(await arrives(), 0);
    });
  });
}
