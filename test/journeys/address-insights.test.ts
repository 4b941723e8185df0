import assert from "node:assert/strict";
import { test } from "node:test";
import { GetEmailAddressInsightsCommand, PutSuppressedDestinationCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { Resolver } from "#test/support/resolver.ts";
import { World } from "#test/support/world.ts";

/** What is said of an address, a word each; what is not said is not there. */
async function insights(world: World, EmailAddress: string): Promise<Record<string, string | undefined>> {
  const { MailboxValidation } = await world.ses.send(new GetEmailAddressInsightsCommand({ EmailAddress }));
  const { IsValid, Evaluations = {} } = MailboxValidation ?? {};
  return Object.fromEntries(
    Object.entries({ IsValid, ...Evaluations })
      .filter(([, verdict]) => verdict !== undefined)
      .map(([name, verdict]) => [name, verdict?.ConfidenceVerdict]),
  );
}

for (const engine of engines) {
  test(`of an address is said what can be known without writing to it, and nothing else, on ${engine}`, async () => {
    await using world = await World.start(engine);
    world.zone("good.test", "@ MX 10 mx", `mx A ${world.dns.address}`);
    world.zone("bare.test", `@ A ${world.dns.address}`);
    world.zone("silent.test", "@ MX 0 .");
    world.zone("empty.test", "@ TXT nothing");
    const good = {
      IsValid: "MEDIUM",
      HasValidSyntax: "HIGH",
      HasValidDnsRecords: "HIGH",
      IsRoleAddress: "LOW",
    };
    const dead = { ...good, IsValid: "LOW", HasValidDnsRecords: "LOW" };
    assert.deepEqual(await insights(world, "ann@good.test"), good);
    assert.deepEqual(await insights(world, "ann@bare.test"), { ...good, HasValidDnsRecords: "MEDIUM" });
    for (const domain of ["silent.test", "empty.test", "missing.test"]) {
      assert.deepEqual(await insights(world, `ann@${domain}`), dead, domain);
    }
    for (const local of ["postmaster", "Abuse", "info+news", "admin"]) {
      assert.deepEqual(await insights(world, `${local}@good.test`), { ...good, IsRoleAddress: "HIGH" });
    }
    for (const text of ["ann", "ann@", "a b@good.test", "ann@good..test", "ann@good.test, bob@good.test"]) {
      assert.deepEqual(await insights(world, text), { IsValid: "LOW", HasValidSyntax: "LOW" }, text);
    }
    await world.ses.send(
      new PutSuppressedDestinationCommand({ EmailAddress: "gone@good.test", Reason: "BOUNCE" }),
    );
    await world.ses.send(
      new PutSuppressedDestinationCommand({ EmailAddress: "angry@good.test", Reason: "COMPLAINT" }),
    );
    assert.deepEqual(await insights(world, "gone@good.test"), {
      ...good,
      IsValid: "LOW",
      MailboxExists: "LOW",
    });
    assert.deepEqual(await insights(world, "angry@good.test"), good);
  });

  test(`of a domain that nobody can be asked about nothing is said, on ${engine}`, async () => {
    await using resolver = (await Resolver.start("127.0.0.1")).bogus("lame.test");
    const settings = { SIGNET_RESOLVERS: `${resolver.address}:${resolver.port}` };
    await using world = await World.start(engine, { settings });
    assert.deepEqual(await insights(world, "ann@lame.test"), {
      HasValidSyntax: "HIGH",
      IsRoleAddress: "LOW",
    });
  });
}
