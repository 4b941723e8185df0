import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetDeliveryOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetDeliveryOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetDeliveryOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetDeliveryOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).DeliveryOptions;

  test("options are replaced as a whole, and cleared by none", async () => {
    await create("mail");
    await put("mail", { TlsPolicy: "REQUIRE", MaxDeliverySeconds: 50_400 });
    assert.deepEqual(await seen("mail"), { TlsPolicy: "REQUIRE", MaxDeliverySeconds: 50_400 });
    await put("mail", { MaxDeliverySeconds: 300 });
    assert.deepEqual(await seen("mail"), { MaxDeliverySeconds: 300 });
    await put("mail", {});
    assert.equal(await seen("mail"), undefined);
  });

  test("the shared pool's mode stays where it is not named", async () => {
    const DeliveryOptions = { TlsPolicy: "REQUIRE", SharedPoolDeliveryMode: "REGIONAL" } as const;
    await world().ses.send(
      new CreateConfigurationSetCommand({ ConfigurationSetName: "shared", DeliveryOptions }),
    );
    assert.deepEqual(await seen("shared"), DeliveryOptions);
    await put("shared", {});
    assert.deepEqual(await seen("shared"), { SharedPoolDeliveryMode: "REGIONAL" });
    await put("shared", { SharedPoolDeliveryMode: "ACCOUNT", MaxDeliverySeconds: 300 });
    assert.deepEqual(await seen("shared"), { SharedPoolDeliveryMode: "ACCOUNT", MaxDeliverySeconds: 300 });
  });

  test("a pool that is not there is refused, and so is a blank one", async () => {
    await create("pooled");
    await refused(
      put("pooled", { SendingPoolName: "fast" }),
      "BadRequestException",
      400,
      "SendingPool <fast> doesn't exist",
    );
    await refused(
      put("pooled", { SendingPoolName: " " }),
      "BadRequestException",
      400,
      "sendingPoolName can't be blank.",
    );
  });

  test("what is out of the model's bounds is refused", async () => {
    await create("bounds");
    const fault = (member: string, constraint: string) =>
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`;
    await refused(
      put("bounds", { MaxDeliverySeconds: 299 }),
      "BadRequestException",
      400,
      fault("maxDeliverySeconds", "Member must have value greater than or equal to 300"),
    );
    await refused(
      put("bounds", { TlsPolicy: "MAYBE" as "REQUIRE" }),
      "BadRequestException",
      400,
      fault("tlsPolicy", "Member must satisfy enum value set: [REQUIRE, OPTIONAL]"),
    );
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});
