import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  CreateEmailTemplateCommand,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  DeleteConfigurationSetCommand,
  DeleteTenantResourceAssociationCommand,
  ListTenantResourcesCommand,
} from "@aws-sdk/client-sesv2";
import { whileDeleted } from "#test/support/deleted-meanwhile.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { World } from "#test/support/world.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
const TenantName = "shop";

async function newWorld(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  const content = { Subject: "Hello", Text: "Hello" };
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "sender.test" }));
  // Its first check is not under way when it is deleted beneath it.
  await world.settle();
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
  await world.ses.send(new CreateEmailTemplateCommand({ TemplateName: "hello", TemplateContent: content }));
  await world.ses.send(new CreateTenantCommand({ TenantName }));
  return world;
}

async function resources(world: World) {
  return (await world.ses.send(new ListTenantResourcesCommand({ TenantName }))).TenantResources;
}

/** As an earlier version, or a deletion on another node at the same moment, may have left it. */
async function leaveAssociation(world: World, tenant: string, resource: string): Promise<void> {
  await using database = await world.openDatabase();
  const row = { ...owner, tenant, resource, created_at: 0 };
  await database.write([{ query: database.build.insertInto("tenant_resources").values(row).compile() }]);
}

for (const engine of engines) {
  describe(`what tenants were given and has gone, on ${engine}`, () => {
    test("a resource that is there no more can be taken away, once", async () => {
      await using world = await newWorld(engine);
      await leaveAssociation(world, TenantName, "identity/Gone.test");
      const of = { TenantName, ResourceArn: arn("identity/Gone.test") };
      await world.ses.send(new DeleteTenantResourceAssociationCommand(of));
      assert.deepEqual(await resources(world), []);
      const again = world.ses.send(new DeleteTenantResourceAssociationCommand(of));
      await refused(again, "NotFoundException", 404, "Identity <gone.test> does not exist");
    });

    test("a tenant that is there no more keeps nothing from being deleted", async () => {
      await using world = await newWorld(engine);
      await leaveAssociation(world, "former", "configuration-set/letters");
      await world.ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: "letters" }));
    });
  });
}

describe("what is deleted by another node while a tenant is given it, on postgres", () => {
  for (const [table, name, resource] of [
    ["identities", "sender.test", "identity/sender.test"],
    ["configuration_sets", "letters", "configuration-set/letters"],
    ["email_templates", "hello", "template/hello"],
    ["tenants", TenantName, "identity/sender.test"],
  ] as const) {
    test(`nothing is given: ${table}`, async () => {
      await using world = await newWorld("postgres");
      const given = { TenantName, ResourceArn: arn(resource) };
      const give = async () => await world.ses.send(new CreateTenantResourceAssociationCommand(given));
      assert.equal(await whileDeleted(world, { table, name }, give), "NotFoundException");
      await using database = await world.openDatabase();
      const left = await database.read(database.build.selectFrom("tenant_resources").selectAll().compile());
      assert.deepEqual(left, []);
    });
  }
});
