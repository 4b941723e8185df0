import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

type Line = Readonly<Record<string, unknown>>;

function find(lines: readonly Line[], members: Line): Line {
  const found = lines.find((line) => Object.entries(members).every(([name, value]) => line[name] === value));
  assert.ok(found, `no line with ${JSON.stringify(members)}`);
  return found;
}

test("a request is followed through the log by ids, and nothing in it is an address, a name or a secret", async () => {
  await using world = await World.start("sqlite", {
    settings: { SIGNET_LOG: "debug", SIGNET_DELIVERY: "capture" },
  });
  await verifiedDomain(world, "canary.test");
  const created = await world.ses.send(
    new CreateEmailIdentityCommand({ EmailIdentity: "canary-ann@example.test" }),
  );
  const sent = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "canary-bob@canary.test",
      Destination: { ToAddresses: ["success@simulator.amazonses.com", "canary-cat@canary.test"] },
      Content: {
        Simple: { Subject: { Data: "canary subject" }, Body: { Text: { Data: "canary body" } } },
      },
    }),
  );
  await world.call("GET", "/signet/v1/identities/canary-ann@example.test");
  await world.call("GET", "/nothing/canary-dan@example.test");
  await world.settle();

  const lines = world.logged.map((line) => JSON.parse(line) as Line);
  const owner = { account: "000000000000", region: "us-east-1" };
  const { requestId } = created.$metadata;
  const { resourceId } = find(lines, { requestId, operation: "CreateEmailIdentity", status: 200, ...owner });
  assert.match(String(resourceId), /^idn_/);
  const request = { requestId: sent.$metadata.requestId, resourceId: sent.MessageId, operation: "SendEmail" };
  find(lines, request);
  find(lines, { worker: "deliver-messages", messageId: sent.MessageId, outcome: "delivered" });
  const changed = find(lines, { subject: "dkim", before: "pending", after: "success" });
  assert.match(String(changed["identityId"]), /^idn_/);

  const { localKey } = world.app;
  const secrets = [/canary/, /example\.test/, new RegExp(localKey?.secret.replaceAll(/\W/g, "\\$&") ?? "")];
  for (const secret of secrets) {
    assert.deepEqual(
      world.logged.filter((line) => secret.test(line)),
      [],
    );
  }
});
