import { test } from "node:test";
import {
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  DeleteTenantResourceAssociationCommand,
  GetTenantCommand,
  ListResourceTenantsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const arnOf = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;

describeOperation("CreateTenantResourceAssociation", (world) => {
  const create = async (TenantName: string) =>
    await world().ses.send(new CreateTenantCommand({ TenantName }));

  test("what no tenant can be given is refused in the words of SES", async () => {
    await create("choosy");
    const give = async (ResourceArn: string) =>
      await world().ses.send(
        new CreateTenantResourceAssociationCommand({ TenantName: "choosy", ResourceArn }),
      );
    const elsewhere = arnOf("identity/a.test").replace("us-east-1", "eu-west-1");
    const anothers = arnOf("identity/a.test").replace("000000000000", "111122223333");
    for (const [resource, message] of [
      ["shoes", "Provided resource identifier is not an SES resource"],
      ["arn:aws:sqs:us-east-1:000000000000:queue", "Provided ARN is not in SES resource ARN format"],
      [arnOf("contact-list/readers"), "Unsupported resource type: contact-list"],
      [elsewhere, `Resource <${elsewhere}> must be in the same region`],
      [anothers, `Resource <${anothers}> must be in the same account`],
    ] as const) {
      await refused(give(resource), "BadRequestException", 400, message);
    }
    for (const [resource, message] of [
      ["identity/absent.test", "Identity <absent.test> does not exist"],
      ["configuration-set/absent", "Configuration set <absent> does not exist:"],
      ["template/absent", "Email template <absent> does not exist"],
    ] as const) {
      const ResourceArn = arnOf(resource);
      const of = { TenantName: "choosy", ResourceArn };
      await refused(give(ResourceArn), "NotFoundException", 404, message);
      const take = world().ses.send(new DeleteTenantResourceAssociationCommand(of));
      await refused(take, "NotFoundException", 404, message);
      const holders = world().ses.send(new ListResourceTenantsCommand({ ResourceArn }));
      await refused(holders, "NotFoundException", 404, message);
    }
  });

  test("what is wrong with a tenant is said in the words of SES", async () => {
    await create("taken");
    const again = "Tenant with name taken already exists in account 000000000000";
    await refused(create("taken"), "AlreadyExistsException", 400, again);
    const none = "The requested tenant <absent> does not exist.";
    const read = world().ses.send(new GetTenantCommand({ TenantName: "absent" }));
    await refused(read, "NotFoundException", 404, none);
    const form = "only alphanumeric ASCII characters, '_', and '-' are allowed.";
    for (const [name, message] of [
      [" ", "TenantName cannot be empty"],
      ["a".repeat(65), "TenantName cannot exceed 64 characters."],
      ["a b", `Invalid tenant name <a b>: ${form}`],
    ] as const) {
      await refused(create(name), "BadRequestException", 400, message);
    }
  });
});
