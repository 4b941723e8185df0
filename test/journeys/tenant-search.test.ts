import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  ListRecommendationsCommand,
  ListReputationEntitiesCommand,
  ListTenantResourcesCommand,
  ListTenantsCommand,
  type ListTenantsCommandInput,
  UpdateReputationEntityCustomerManagedStatusCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { World } from "#test/support/world.ts";

const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;

/** Tenants of which every other one is paused; the ARN of each. */
async function newTenants(world: World, ...names: readonly string[]): Promise<Record<string, string>> {
  const arns: Record<string, string> = {};
  for (const [at, TenantName] of names.entries()) {
    const { TenantArn = "" } = await world.ses.send(new CreateTenantCommand({ TenantName }));
    arns[TenantName] = TenantArn;
    if (at % 2 === 0) continue;
    await world.ses.send(
      new UpdateReputationEntityCustomerManagedStatusCommand({
        ReputationEntityType: "RESOURCE",
        ReputationEntityReference: TenantArn,
        SendingStatus: "DISABLED",
      }),
    );
  }
  return arns;
}

for (const engine of engines) {
  describe(`looking for tenants, on ${engine}`, () => {
    test("tenants are listed by a part of their name and by whether they may send, a full page at a time", async () => {
      await using world = await World.start(engine);
      await newTenants(world, "acme-east", "acme-north", "acme-west", "alpha", "beta");
      const found = async (input: ListTenantsCommandInput) => {
        const { Tenants = [], NextToken } = await world.ses.send(new ListTenantsCommand(input));
        return { names: Tenants.map(({ TenantName }) => TenantName), NextToken };
      };
      const named = async (part: string) => (await found({ Filter: { TENANT_NAME_CONTAINS: part } })).names;
      assert.deepEqual(await named("-"), ["acme-east", "acme-north", "acme-west"]);
      assert.deepEqual(await named("_"), []);
      assert.deepEqual(await named("BETA"), ["beta"]);
      const Filter = { SENDING_STATUS: "ENABLED", TENANT_NAME_CONTAINS: "e" };
      const first = await found({ Filter, PageSize: 2 });
      assert.deepEqual(first.names, ["acme-east", "acme-west"]);
      const rest = await found({ Filter, PageSize: 2, NextToken: first.NextToken });
      assert.deepEqual(rest, { names: ["beta"], NextToken: undefined });
    });

    test("reputation entities and resources that are meant fill a page, whatever stands between them", async () => {
      await using world = await World.start(engine);
      const arns = await newTenants(world, "acme-east", "acme-north", "acme-west", "beta");
      const entities = async (Filter: Record<string, string>) => {
        const page = await world.ses.send(new ListReputationEntitiesCommand({ Filter, PageSize: 1 }));
        return page.ReputationEntities?.map(({ ReputationEntityReference }) => ReputationEntityReference);
      };
      assert.deepEqual(await entities({ SENDING_STATUS: "DISABLED" }), [arns["acme-north"]]);
      assert.deepEqual(await entities({ ENTITY_REFERENCE_PREFIX: arn("tenant/b") }), [arns["beta"]]);
      assert.deepEqual(await entities({ ENTITY_TYPE: "RESOURCE" }), [arns["acme-east"]]);
      assert.deepEqual(await entities({ REPUTATION_IMPACT: "HIGH" }), []);
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "shop.test" }));
      for (const ResourceArn of [arn("configuration-set/letters"), arn("identity/shop.test")]) {
        await world.ses.send(new CreateTenantResourceAssociationCommand({ TenantName: "beta", ResourceArn }));
      }
      const Filter = { RESOURCE_TYPE: "EMAIL_IDENTITY" };
      const listed = new ListTenantResourcesCommand({ TenantName: "beta", Filter, PageSize: 1 });
      const { TenantResources, NextToken } = await world.ses.send(listed);
      assert.deepEqual(TenantResources, [
        { ResourceType: "EMAIL_IDENTITY", ResourceArn: arn("identity/shop.test") },
      ]);
      assert.equal(NextToken, undefined);
    });

    test("a filter that asks for what there is not is refused rather than answered with nothing", async () => {
      await using world = await World.start(engine);
      await newTenants(world, "beta");
      const { ses } = world;
      const refuses = async (call: Promise<unknown>, message: string) =>
        await refused(call, "BadRequestException", 400, message);
      await refuses(
        ses.send(new ListTenantsCommand({ Filter: { SENDING_STATUS: "enabled" } })),
        "Filter SENDING_STATUS must be ENABLED, DISABLED or REINSTATED.",
      );
      await refuses(
        ses.send(new ListReputationEntitiesCommand({ Filter: { ENTITY_TYPE: "TENANT" } })),
        "Filter ENTITY_TYPE must be RESOURCE.",
      );
      await refuses(
        ses.send(new ListReputationEntitiesCommand({ Filter: { REPUTATION_IMPACT: "MEDIUM" } })),
        "Filter REPUTATION_IMPACT must be LOW or HIGH.",
      );
      await refuses(
        ses.send(new ListTenantResourcesCommand({ TenantName: "beta", Filter: { RESOURCE_TYPE: "SET" } })),
        "Filter RESOURCE_TYPE must be EMAIL_IDENTITY, CONFIGURATION_SET, EMAIL_TEMPLATE, identity, configuration-set or template.",
      );
      await refuses(
        ses.send(new ListRecommendationsCommand({ Filter: { TYPE: "dkim" } })),
        "Filter TYPE must be DKIM, DMARC, SPF, BIMI, COMPLAINT, BOUNCE, FEEDBACK_3P or IP_LISTING.",
      );
      await refuses(
        ses.send(new ListRecommendationsCommand({ Filter: { STATUS: "CLOSED" } })),
        "Filter STATUS must be OPEN or FIXED.",
      );
    });
  });
}
