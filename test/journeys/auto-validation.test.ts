import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  GetSuppressedDestinationCommand,
  PutAccountSuppressionAttributesCommand,
  PutConfigurationSetSuppressionOptionsCommand,
  PutSuppressedDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { type EventScene, newEventScene, set } from "#test/support/event-scene.ts";

type Confidence = "MEDIUM" | "HIGH" | "MANAGED";

/** A smart host that takes everything, and domains of which not all take mail. */
async function newScene(engine: Engine): Promise<EventScene> {
  const scene = await newEventScene(engine);
  const { world } = scene;
  world.zone("good.test", "@ MX 10 mx", `mx A ${world.dns.address}`);
  world.zone("bare.test", `@ A ${world.dns.address}`);
  world.zone("empty.test", "@ TXT nothing");
  return scene;
}

async function validate({ world }: EventScene, confidence: Confidence | undefined): Promise<void> {
  await world.ses.send(
    new PutConfigurationSetSuppressionOptionsCommand({
      ConfigurationSetName: set,
      SuppressedReasons: [],
      ValidationOptions: { ConditionThreshold: threshold(confidence) },
    }),
  );
  await world.leap(2 * secondMs);
}

function threshold(confidence: Confidence | undefined) {
  return confidence === undefined
    ? { ConditionThresholdEnabled: "DISABLED" as const }
    : {
        ConditionThresholdEnabled: "ENABLED" as const,
        OverallConfidenceThreshold: { ConfidenceVerdictThreshold: confidence },
      };
}

/** To whom of these something was sent; the notices to the sender left aside. */
async function reached({ receiver, send }: EventScene, ...addresses: string[]): Promise<string[]> {
  const before = receiver.received.length;
  for (const address of addresses) await send(address);
  const recipients = receiver.received.slice(before).flatMap((message) => message.recipients);
  return recipients.filter((address) => address !== "ann@sender.test");
}

for (const engine of engines) {
  describe(`Auto Validation, on ${engine}`, () => {
    test("nothing is sent to an address that too little speaks for, and its sender is told why", async () => {
      await using scene = await newScene(engine);
      const all = ["ann@good.test", "bob@bare.test", "eve@empty.test"];
      assert.deepEqual(await reached(scene, ...all), all);
      await validate(scene, "MANAGED");
      assert.deepEqual(await reached(scene, ...all), ["ann@good.test", "bob@bare.test"]);
      await validate(scene, "HIGH");
      assert.deepEqual(await reached(scene, ...all), ["ann@good.test"]);
      await validate(scene, undefined);
      assert.deepEqual(await reached(scene, ...all), all);
      const bounces = scene.told().flatMap(([type, , detail]) => (type === "Bounce" ? [detail] : []));
      assert.deepEqual(
        bounces.map(({ bounceType, bounceSubType, bouncedRecipients }) => {
          const [{ emailAddress, diagnosticCode } = {}] = bouncedRecipients as Record<string, string>[];
          return [bounceType, bounceSubType, emailAddress, diagnosticCode?.split(": ").at(-1)];
        }),
        [
          ["Permanent", "EmailValidationSuppressed", "eve@empty.test", "its domain takes no mail."],
          ["Permanent", "EmailValidationSuppressed", "bob@bare.test", "its domain has no MX record."],
          ["Permanent", "EmailValidationSuppressed", "eve@empty.test", "its domain takes no mail."],
        ],
      );
      const listed = new GetSuppressedDestinationCommand({ EmailAddress: "eve@empty.test" });
      await assert.rejects(scene.world.ses.send(listed), { name: "NotFoundException" });
    });

    test("who bounced before is left out of a message that the others at the domain get", async () => {
      await using scene = await newScene(engine);
      await validate(scene, "MEDIUM");
      await scene.world.ses.send(
        new PutSuppressedDestinationCommand({ EmailAddress: "gone@good.test", Reason: "BOUNCE" }),
      );
      const Destination = { ToAddresses: ["ann@good.test", "gone@good.test"] };
      await scene.send("", { Destination });
      assert.deepEqual(scene.receiver.received[0]?.recipients, ["ann@good.test"]);
      const types = scene.told().map(([type]) => type);
      assert.deepEqual(types.toSorted(), ["Bounce", "Delivery", "Send"]);
    });

    test("a message of a tenant with a list of its own is judged by that, and by no other", async () => {
      await using scene = await newScene(engine);
      const { ses } = scene.world;
      await validate(scene, "MEDIUM");
      for (const TenantName of ["shop", "club"]) {
        await ses.send(
          new CreateTenantCommand({ TenantName, SuppressionAttributes: { SuppressionScope: "TENANT" } }),
        );
        for (const resource of ["identity/sender.test", `configuration-set/${set}`]) {
          const ResourceArn = `arn:aws:ses:us-east-1:000000000000:${resource}`;
          await ses.send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn }));
        }
      }
      const [ofShop, ofAccount] = ["gone@good.test", "lost@good.test"];
      const put = async (EmailAddress: string, TenantName?: string) => {
        await ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: "BOUNCE", TenantName }));
      };
      await put(ofShop, "shop");
      await put(ofAccount);
      const Destination = { ToAddresses: [ofShop, ofAccount] };
      const whoGets = async (TenantName?: string) => {
        const before = scene.receiver.received.length;
        await scene.send("", { Destination, TenantName });
        return scene.receiver.received[before]?.recipients;
      };
      assert.deepEqual(await whoGets("shop"), [ofAccount]);
      assert.deepEqual(await whoGets("club"), [ofShop, ofAccount]);
      assert.deepEqual(await whoGets(), [ofShop]);
    });

    test("what the account says holds where a set says nothing", async () => {
      await using scene = await newScene(engine);
      await scene.world.ses.send(
        new PutAccountSuppressionAttributesCommand({
          SuppressedReasons: ["BOUNCE"],
          ValidationAttributes: { ConditionThreshold: threshold("MEDIUM") },
        }),
      );
      await scene.world.leap(2 * secondMs);
      assert.deepEqual(await reached(scene, "ann@good.test", "eve@empty.test"), ["ann@good.test"]);
      await validate(scene, undefined);
      assert.deepEqual(await reached(scene, "eve@empty.test"), ["eve@empty.test"]);
    });
  });
}
