import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  DeleteEmailIdentityCommand,
  DeleteTenantResourceAssociationCommand,
  ListTenantResourcesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const TenantName = "shop";
const arn = (identity: string) => `arn:aws:ses:us-east-1:000000000000:identity/${identity}`;

for (const engine of engines) {
  test(`an identity is given to a tenant however its domain is spelled, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "sender.test");
    await world.ses.send(new CreateTenantCommand({ TenantName }));
    const give = async (ResourceArn: string) =>
      await world.ses.send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn }));
    await give(arn("Sender.TEST"));
    await world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@sender.test",
        Destination: { ToAddresses: ["bob@reader.example"] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
        TenantName,
      }),
    );
    await refused(
      give(arn("sender.test")),
      "AlreadyExistsException",
      400,
      `Resources ${arn("sender.test")} has already been associated with tenant ${TenantName}`,
    );
    const remove = new DeleteEmailIdentityCommand({ EmailIdentity: "sender.test" });
    await assert.rejects(world.ses.send(remove), /because it has tenant associations/);
    const listed = await world.ses.send(new ListTenantResourcesCommand({ TenantName }));
    assert.deepEqual(
      listed.TenantResources?.map(({ ResourceArn }) => ResourceArn),
      [arn("sender.test")],
    );
    await world.ses.send(
      new DeleteTenantResourceAssociationCommand({ TenantName, ResourceArn: arn("SENDER.test") }),
    );
    await world.ses.send(remove);
  });
}
