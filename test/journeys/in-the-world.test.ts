import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { publishCnames } from "#test/support/publish.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const zone = "mail.service.test";
const ours = "127.0.0.77";

for (const engine of engines) {
  describe(`a service whose zone is delegated to it, on ${engine}`, () => {
    test("the key behind a customer's CNAMEs is seen the way receivers see it, and not before", async () => {
      await using world = await World.start(engine);
      await world.restart({
        SIGNET_AUTH: "required",
        SIGNET_ZONE: zone,
        SIGNET_DNS: `${ours}:${world.dns.port}`,
      });
      await using operator = await operatorOf(world);
      const key = await operator.accessKeys.createAccessKey("111111111111", "customer");
      const ses = world.client({ credentials: { accessKeyId: key.id, secretAccessKey: key.secret } });
      const created = await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const seen = async () => await ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

      publishCnames(world, EmailIdentity, created.DkimAttributes);
      await world.pass(minuteMs);
      const undelegated = await seen();
      assert.equal(undelegated.VerificationStatus, "PENDING");
      assert.equal(undelegated.VerificationInfo?.ErrorType, "SERVICE_ERROR");

      // What the parent zone tells the world: the delegation and its glue.
      world.dns.zone(zone, "@ NS ns1", `ns1 A ${ours}`);
      await world.pass(minuteMs);
      const delegated = await seen();
      assert.equal(delegated.VerificationStatus, "SUCCESS");
      assert.equal(delegated.VerificationInfo?.ErrorType, undefined);
    });
  });
}
