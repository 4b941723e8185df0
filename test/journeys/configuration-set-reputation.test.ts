import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  PutConfigurationSetReputationOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { complain, newEventScene, set } from "#test/support/event-scene.ts";

interface Reputation {
  readonly sent: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly bounce_rate: number | null;
  readonly complaint_rate: number | null;
}

for (const engine of engines) {
  test(`how what a set sent was received is told where its reputation metrics are on, on ${engine}`, async () => {
    await using scene = await newEventScene(engine);
    const { world, receiver, send } = scene;
    const path = `/signet/v1/configuration-sets/${set}/reputation`;
    const told = async () => await world.plain<Reputation>("GET", path);
    const nothing = { days: 30, sent: 0, bounces: 0, complaints: 0, bounce_rate: null, complaint_rate: null };
    assert.deepEqual(await told(), nothing);
    await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "other" }));
    await send("carl@reader.example", { ConfigurationSetName: "other" });
    await send("nobody@reader.example");
    for (const name of ["ann", "bob", "eve"]) await send(`${name}@reader.example`);
    await complain(world, receiver.received.at(-1)?.from ?? "", "eve@reader.example");
    await world.settle();
    const received = {
      days: 30,
      sent: 4,
      bounces: 1,
      complaints: 1,
      bounce_rate: 0.25,
      complaint_rate: 1 / 3,
    };
    assert.deepEqual(await told(), received);
    const enable = async (ReputationMetricsEnabled: boolean) =>
      await world.ses.send(
        new PutConfigurationSetReputationOptionsCommand({
          ConfigurationSetName: set,
          ReputationMetricsEnabled,
        }),
      );
    await enable(false);
    assert.equal((await world.call("GET", path)).status, 409);
    assert.equal((await world.call("GET", path.replace(set, "none"))).status, 404);
    await enable(true);
    await world.leap(31 * dayMs);
    assert.deepEqual(await told(), nothing);
  });
}
