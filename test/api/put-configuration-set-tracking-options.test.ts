import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetTrackingOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { describeOperation, refused } from "#test/support/operation.ts";
import { publishCnames } from "#test/support/publish.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetTrackingOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetTrackingOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).TrackingOptions;

  test("a domain that is verified is taken; none at all clears it", async () => {
    const CustomRedirectDomain = "tracked.test";
    const EmailIdentity = CustomRedirectDomain;
    const identity = await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await create("domain");
    await refused(
      put("domain", { CustomRedirectDomain }),
      "BadRequestException",
      400,
      "Domain <tracked.test> is not verified under this account.",
    );
    publishCnames(world(), EmailIdentity, identity.DkimAttributes);
    await world().pass(minuteMs);
    await put("domain", { CustomRedirectDomain, HttpsPolicy: "REQUIRE" });
    assert.deepEqual(await seen("domain"), { CustomRedirectDomain, HttpsPolicy: "REQUIRE" });
    await put("domain", {});
    assert.equal(await seen("domain"), undefined);
  });

  test("a policy needs a domain, and a domain a name", async () => {
    await create("policy");
    const message = "CustomRedirectDomain must be specified.";
    await refused(put("policy", { HttpsPolicy: "REQUIRE" }), "BadRequestException", 400, message);
    await refused(put("policy", { CustomRedirectDomain: "  " }), "BadRequestException", 400, message);
  });

  test("a verified address is no domain", async () => {
    const EmailIdentity = "ada@example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    const [link] = /http\S+/.exec((await world().inbox(EmailIdentity)).text) ?? [];
    assert.equal((await fetch(link ?? "")).status, 200);
    await create("address");
    await refused(
      put("address", { CustomRedirectDomain: EmailIdentity }),
      "BadRequestException",
      400,
      `Domain <${EmailIdentity}> is not verified under this account.`,
    );
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});
