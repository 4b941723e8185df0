import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateContactListCommand,
  CreateDedicatedIpPoolCommand,
  CreateEmailIdentityCommand,
  CreateTenantCommand,
  GetDedicatedIpsCommand,
  ListConfigurationSetsCommand,
  ListContactListsCommand,
  ListContactsCommand,
  ListCustomVerificationEmailTemplatesCommand,
  ListDedicatedIpPoolsCommand,
  ListEmailIdentitiesCommand,
  ListEmailIdentityCertificatesCommand,
  ListEmailTemplatesCommand,
  ListExportJobsCommand,
  ListImportJobsCommand,
  ListRecommendationsCommand,
  ListReputationEntitiesCommand,
  ListResourceTenantsCommand,
  ListSuppressedDestinationsCommand,
  ListTenantResourcesCommand,
  ListTenantsCommand,
  PutDedicatedIpInPoolCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "shop.test";
const ResourceArn = `arn:aws:ses:us-east-1:000000000000:identity/${EmailIdentity}`;
const TenantName = "acme";
const ContactListName = "readers";

interface PageAsked {
  readonly PageSize?: number;
  readonly NextToken?: string;
}

function everyList(page: PageAsked) {
  return [
    new ListConfigurationSetsCommand(page),
    new ListContactListsCommand(page),
    new ListContactsCommand({ ContactListName, ...page }),
    new ListCustomVerificationEmailTemplatesCommand(page),
    new ListDedicatedIpPoolsCommand(page),
    new GetDedicatedIpsCommand(page),
    new ListEmailIdentitiesCommand(page),
    new ListEmailIdentityCertificatesCommand({ EmailIdentity, ...page }),
    new ListEmailTemplatesCommand(page),
    new ListExportJobsCommand(page),
    new ListImportJobsCommand(page),
    new ListRecommendationsCommand(page),
    new ListReputationEntitiesCommand(page),
    new ListResourceTenantsCommand({ ResourceArn, ...page }),
    new ListSuppressedDestinationsCommand(page),
    new ListTenantResourcesCommand({ TenantName, ...page }),
    new ListTenantsCommand(page),
  ];
}

for (const engine of engines) {
  describe(`pages, on ${engine}`, () => {
    test("every list refuses a page that is too large, and a token that it did not give", async () => {
      await using world = await World.start(engine);
      const { ses } = world;
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await ses.send(new CreateTenantCommand({ TenantName }));
      await ses.send(new CreateContactListCommand({ ContactListName }));
      const message =
        "1 validation error detected: Value at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 1000";
      for (const command of everyList({ PageSize: 1_001 })) {
        await refused(ses.send(command as ListTenantsCommand), "BadRequestException", 400, message);
      }
      for (const command of everyList({ NextToken: "none" })) {
        const declared =
          command instanceof ListSuppressedDestinationsCommand ? "InvalidNextToken" : "BadRequest";
        const call = ses.send(command as ListTenantsCommand);
        await refused(call, `${declared}Exception`, 400, "The NextToken is not valid.");
      }
    });

    test("an empty token asks every list for its first page, as SES's own examples do", async () => {
      await using world = await World.start(engine);
      const { ses } = world;
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await ses.send(new CreateTenantCommand({ TenantName }));
      await ses.send(new CreateContactListCommand({ ContactListName }));
      for (const command of everyList({ NextToken: "" })) {
        const { $metadata } = await ses.send(command as ListTenantsCommand);
        assert.equal($metadata.httpStatusCode, 200);
      }
      const { Tenants } = await ses.send(new ListTenantsCommand({ NextToken: "" }));
      assert.equal(Tenants?.length, 1);
    });

    test("dedicated IPs come in pages too, and those of a pool that is not there do not", async () => {
      const addresses = ["127.0.0.33", "127.0.0.31", "127.0.0.32"];
      await using world = await World.start(engine, {
        settings: { SIGNET_OUTBOUND_ADDRESSES: addresses.join(",") },
      });
      const { ses } = world;
      const page = async (asked: PageAsked & { readonly PoolName?: string }) => {
        const { DedicatedIps = [], NextToken } = await ses.send(new GetDedicatedIpsCommand(asked));
        return { ips: DedicatedIps.map(({ Ip }) => Ip), NextToken };
      };
      const first = await page({ PageSize: 2 });
      assert.deepEqual(first.ips, ["127.0.0.31", "127.0.0.32"]);
      const rest = await page({ PageSize: 2, NextToken: first.NextToken ?? "" });
      assert.deepEqual(rest, { ips: ["127.0.0.33"], NextToken: undefined });
      const PoolName = "fast";
      await ses.send(new CreateDedicatedIpPoolCommand({ PoolName }));
      await ses.send(new PutDedicatedIpInPoolCommand({ Ip: "127.0.0.32", DestinationPoolName: PoolName }));
      assert.deepEqual(await page({ PoolName, PageSize: 1 }), { ips: ["127.0.0.32"], NextToken: undefined });
      const elsewhere = await page({ PoolName: "ses-default-dedicated-pool" });
      assert.deepEqual(elsewhere.ips, ["127.0.0.31", "127.0.0.33"]);
      await refused(
        page({ PoolName: "none" }),
        "NotFoundException",
        404,
        "The requested pool <none> does not exist.",
      );
    });
  });
}
