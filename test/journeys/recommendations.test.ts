import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  ListRecommendationsCommand,
  type ListRecommendationsCommandInput,
  PutEmailIdentityDkimAttributesCommand,
  PutEmailIdentityMailFromAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { complain, newEventScene } from "#test/support/event-scene.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const arnOf = (name: string) => `arn:aws:ses:us-east-1:000000000000:identity/${name}`;

async function ask(world: World, input: ListRecommendationsCommandInput = {}) {
  const { Recommendations = [], NextToken } = await world.ses.send(new ListRecommendationsCommand(input));
  return { found: Recommendations, NextToken };
}

/** What is said of which domain. */
async function told(world: World, input: ListRecommendationsCommandInput = {}): Promise<string[]> {
  const { found } = await ask(world, input);
  return found.map(
    ({ ResourceArn, Type, Impact, Description }) =>
      `${ResourceArn?.split("/").at(-1)} ${Type} ${Impact} ${Description}`,
  );
}

for (const engine of engines) {
  test(`what is the matter with domains is told as SES's advisor does, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "good.test");
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "ann@good.test" }));
    assert.deepEqual(await told(world), ["good.test DMARC HIGH DMARC configuration was not found."]);
    world.zone("never.test", "_dmarc TXT v=DMARC1;p=none");
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "never.test" }));
    assert.deepEqual(await told(world, { Filter: { RESOURCE_ARN: arnOf("never.test") } }), []);
    await world.ses.send(
      new PutEmailIdentityMailFromAttributesCommand({
        EmailIdentity: "never.test",
        MailFromDomain: "bounces.never.test",
      }),
    );
    const begun = world.clock.now();
    // What comes of the hours before the last is looked at where domains are proven.
    await world.leap(71 * hourMs);
    await world.pass(2 * hourMs);
    assert.deepEqual(await told(world, { Filter: { RESOURCE_ARN: arnOf("never.test") } }), [
      "never.test DKIM HIGH DKIM verification has failed.",
      "never.test SPF HIGH An SPF configuration issue was found.",
      "never.test SPF HIGH SPF record was not found.",
    ]);
    await world.ses.send(
      new PutEmailIdentityDkimAttributesCommand({ EmailIdentity: "good.test", SigningEnabled: false }),
    );
    const { found } = await ask(world, { Filter: { TYPE: "DKIM" } });
    const [disabled, failed, ...others] = found;
    assert.deepEqual(others, []);
    assert.deepEqual(disabled, {
      ResourceArn: arnOf("good.test"),
      Type: "DKIM",
      Description: "DKIM verification is not enabled.",
      Status: "OPEN",
      Impact: "HIGH",
      LastUpdatedTimestamp: new Date(world.clock.now()),
    });
    const failedAt = failed?.CreatedTimestamp?.getTime() ?? 0;
    assert.ok(failedAt >= begun + 71 * hourMs && failedAt <= world.clock.now());
    assert.ok((failed?.LastUpdatedTimestamp?.getTime() ?? 0) >= failedAt);
    assert.deepEqual(await told(world, { Filter: { IMPACT: "LOW" } }), []);
    assert.deepEqual(await told(world, { Filter: { STATUS: "FIXED" } }), []);
    assert.equal((await told(world, { Filter: { STATUS: "OPEN" } })).length, 5);
    assert.deepEqual(await told(world, { Filter: { RESOURCE_ARN: arnOf("ann@good.test") } }), []);
    await refused(
      ask(world, { Filter: { RESOURCE_ARN: arnOf("nobody.test") } }),
      "NotFoundException",
      404,
      "Email identity <nobody.test> does not exist.",
    );
    await refused(
      ask(world, { Filter: { RESOURCE_ARN: "nonsense" } }),
      "BadRequestException",
      400,
      "<nonsense> is the ARN of no identity here.",
    );
  });

  test(`recommendations come page by page, each once, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const names = Array.from({ length: 25 }, (_, at) => `d${String(at).padStart(2, "0")}.test`);
    for (const EmailIdentity of names) {
      world.zone(EmailIdentity, "@ TXT nothing");
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    }
    for (const EmailIdentity of names.slice(0, 2)) {
      await world.ses.send(
        new PutEmailIdentityDkimAttributesCommand({ EmailIdentity, SigningEnabled: false }),
      );
    }
    for (const PageSize of [1, 100]) {
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await ask(world, { PageSize, ...(NextToken === undefined ? {} : { NextToken }) });
        assert.ok(page.found.length <= PageSize);
        seen.push(...page.found.map(({ ResourceArn, Type }) => `${ResourceArn?.split("/").at(-1)} ${Type}`));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      const expected = names.flatMap((name, at) =>
        at < 2 ? [`${name} DKIM`, `${name} DMARC`] : [`${name} DMARC`],
      );
      assert.deepEqual(seen, expected);
    }
  });

  test(`of what was sent, too much that bounced or was complained of, on ${engine}`, async () => {
    await using scene = await newEventScene(engine);
    const { world, receiver } = scene;
    const Filter = { RESOURCE_ARN: arnOf("sender.test") };
    const dmarc = "sender.test DMARC HIGH DMARC configuration was not found.";
    for (let number = 0; number < 99; number += 1) await scene.send(`p${number}@reader.example`);
    await complain(world, receiver.received.at(-1)?.from ?? "", "p98@reader.example");
    for (let number = 0; number < 3; number += 1) await scene.send(`nobody${number}@reader.example`);
    assert.deepEqual(await told(world, { Filter }), [
      "sender.test BOUNCE LOW Bounce rate of the last 30 days is 2.94 %.",
      dmarc,
    ]);
    await scene.send("one.more@reader.example");
    assert.deepEqual(await told(world, { Filter }), [
      "sender.test BOUNCE LOW Bounce rate of the last 30 days is 2.91 %.",
      "sender.test COMPLAINT HIGH Complaint rate of the last 30 days is 1.00 %.",
      dmarc,
    ]);
    await world.leap(32 * dayMs);
    assert.deepEqual(await told(world, { Filter }), [dmarc]);
  });
}
