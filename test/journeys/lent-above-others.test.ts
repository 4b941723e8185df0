import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityPolicyCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { borrower, newBorrower } from "#test/support/borrower.ts";
import { engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const arnOf = (name: string) => `arn:aws:ses:us-east-1:000000000000:identity/${name}`;

for (const engine of engines) {
  test(`who is lent a domain may send as all of it, though a part was verified by itself, on ${engine}`, async () => {
    await using world = await World.start(engine);
    for (const domain of ["lent.test", "mail.lent.test"]) await verifiedDomain(world, domain);
    const other = await newBorrower(world);
    const sendBy = async (name: string) =>
      await other.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@mail.lent.test",
          FromEmailAddressIdentityArn: arnOf(name),
          Destination: { ToAddresses: ["bob@reader.example"] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
        }),
      );
    await assert.rejects(sendBy("lent.test"), { name: "AccessDeniedException" });
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: borrower },
      Action: "ses:Send*",
      Resource: arnOf("lent.test"),
    };
    await world.ses.send(
      new CreateEmailIdentityPolicyCommand({
        EmailIdentity: "lent.test",
        PolicyName: "lent",
        Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
    await sendBy("lent.test");
    const { source } = await other.inbox("bob@reader.example");
    assert.deepEqual(
      (await signaturesOf(world, source)).map(({ domain }) => domain),
      ["lent.test", "signet.localhost"],
    );
    await assert.rejects(sendBy("mail.lent.test"), { name: "AccessDeniedException" });
  });
}
