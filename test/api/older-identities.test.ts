// The calls of the older API of SES (2010-12-01) that are about identities, as its own client calls them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const Domain = "sender.test";
const EmailAddress = "ann@reader.example";

async function statusOf(world: World, Identity: string): Promise<string | undefined> {
  const { VerificationAttributes } = await olderClient(world).send(
    new older.GetIdentityVerificationAttributesCommand({ Identities: [Identity] }),
  );
  return VerificationAttributes?.[Identity]?.VerificationStatus;
}

async function linksTo(world: World, address: string): Promise<number> {
  const { messages } = await world.plain<{ messages: object[] }>("GET", `/signet/v1/inbox?to=${address}`);
  return messages.length;
}

for (const engine of engines) {
  describe(`identities by the older API of SES, on ${engine}`, () => {
    test("an address is mailed a link, another one where it is asked again after a while, and is listed once verified", async () => {
      await using world = await World.start(engine);
      const verify = async () =>
        await olderClient(world).send(new older.VerifyEmailIdentityCommand({ EmailAddress }));
      await verify();
      assert.equal(await statusOf(world, EmailAddress), "Pending");
      await verify();
      await world.settle();
      assert.equal(await linksTo(world, EmailAddress), 1);
      await world.pass(dayMs);
      assert.equal(await statusOf(world, EmailAddress), "Failed");
      await olderClient(world).send(new older.VerifyEmailAddressCommand({ EmailAddress }));
      await world.settle();
      assert.equal(await linksTo(world, EmailAddress), 2);
      const [link = ""] = /http:\/\/\S+\/verify\/[\w-]+/.exec((await world.inbox(EmailAddress)).text) ?? [];
      assert.equal((await fetch(link)).status, 200);
      assert.equal(await statusOf(world, EmailAddress), "Success");
      await verify();
      await world.settle();
      assert.equal(await linksTo(world, EmailAddress), 2);
      await olderClient(world).send(
        new older.VerifyEmailIdentityCommand({ EmailAddress: "new@reader.example" }),
      );
      const listed = async () =>
        (await olderClient(world).send(new older.ListVerifiedEmailAddressesCommand({})))
          .VerifiedEmailAddresses;
      assert.deepEqual(await listed(), [EmailAddress]);
      for (let time = 0; time < 2; time++) {
        await olderClient(world).send(new older.DeleteVerifiedEmailAddressCommand({ EmailAddress }));
      }
      assert.deepEqual(await listed(), []);
    });

    test("of those who have an address mailed again at once nobody is refused, and one link goes out", async () => {
      await using world = await World.start(engine);
      const EmailAddress = "ben@reader.example";
      const verify = new older.VerifyEmailIdentityCommand({ EmailAddress });
      await olderClient(world).send(verify);
      await world.settle();
      await world.pass(dayMs);
      const ses = olderClient(world);
      await Promise.all(Array.from({ length: 8 }, async () => await ses.send(verify)));
      await world.settle();
      assert.equal(await linksTo(world, EmailAddress), 2);
    });

    test("a domain is verified by the records that VerifyDomainDkim names, whichever call came first", async () => {
      await using world = await World.start(engine);
      const ses = olderClient(world);
      const { VerificationToken } = await ses.send(new older.VerifyDomainIdentityCommand({ Domain }));
      assert.match(VerificationToken ?? "", /^[A-Za-z0-9+/]{43}=$/);
      const { DkimTokens = [] } = await ses.send(new older.VerifyDomainDkimCommand({ Domain }));
      assert.equal(DkimTokens.length, 3);
      const of = async () => {
        const asked = { Identities: [Domain, "unknown.test"] };
        const client = olderClient(world);
        const [verification, dkim] = await Promise.all([
          client.send(new older.GetIdentityVerificationAttributesCommand(asked)),
          client.send(new older.GetIdentityDkimAttributesCommand(asked)),
        ]);
        return [verification.VerificationAttributes, dkim.DkimAttributes];
      };
      assert.deepEqual(await of(), [
        { [Domain]: { VerificationStatus: "Pending", VerificationToken } },
        { [Domain]: { DkimEnabled: true, DkimVerificationStatus: "Pending", DkimTokens } },
      ]);
      publishCnames(world, Domain, (await identityOf(world, Domain)).DkimAttributes);
      await world.pass(minuteMs);
      assert.deepEqual(await of(), [
        { [Domain]: { VerificationStatus: "Success", VerificationToken } },
        { [Domain]: { DkimEnabled: true, DkimVerificationStatus: "Success", DkimTokens } },
      ]);
      // Again, as programs do at every start.
      const later = olderClient(world);
      assert.equal(
        (await later.send(new older.VerifyDomainIdentityCommand({ Domain: "Sender.TEST" })))
          .VerificationToken,
        VerificationToken,
      );
      assert.deepEqual(
        (await later.send(new older.VerifyDomainDkimCommand({ Domain }))).DkimTokens,
        DkimTokens,
      );
      await later.send(new older.SetIdentityDkimEnabledCommand({ Identity: Domain, DkimEnabled: false }));
      assert.equal((await identityOf(world, Domain)).DkimAttributes?.SigningEnabled, false);
    });

    test("records that did not appear in 72 hours are looked for again, once they are asked for again", async () => {
      await using world = await World.start(engine);
      await olderClient(world).send(new older.VerifyDomainIdentityCommand({ Domain }));
      await world.pass(4 * dayMs);
      assert.equal(await statusOf(world, Domain), "Failed");
      await olderClient(world).send(new older.VerifyDomainIdentityCommand({ Domain }));
      assert.equal(await statusOf(world, Domain), "Pending");
      publishCnames(world, Domain, (await identityOf(world, Domain)).DkimAttributes);
      await world.pass(minuteMs);
      assert.equal(await statusOf(world, Domain), "Success");
    });

    test("VerifyDomainDkim takes no key away from a domain that signs by its own", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, Domain);
      await world.ses.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity: Domain,
          SigningAttributesOrigin: "AWS_SES_EU_WEST_1",
        }),
      );
      await assert.rejects(olderClient(world).send(new older.VerifyDomainDkimCommand({ Domain })), {
        name: "InvalidParameterValue",
        message: /^sender\.test does not sign by Easy DKIM\./,
      });
      await olderClient(world).send(new older.VerifyDomainIdentityCommand({ Domain }));
      assert.equal(
        (await identityOf(world, Domain)).DkimAttributes?.SigningAttributesOrigin,
        "AWS_SES_EU_WEST_1",
      );
    });

    test("identities are listed by kind and in pages, and one that is not there is as good as deleted", async () => {
      await using world = await World.start(engine);
      const ses = olderClient(world);
      for (const EmailIdentity of ["b.test", "a.test", "c@d.test"]) {
        await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      }
      const list = async (input: older.ListIdentitiesCommandInput) =>
        await ses.send(new older.ListIdentitiesCommand(input));
      const { Identities, NextToken } = await list({ MaxItems: 2 });
      assert.deepEqual(Identities, ["a.test", "b.test"]);
      const last = await list({ MaxItems: 2, NextToken });
      assert.deepEqual([last.Identities, last.NextToken], [["c@d.test"], undefined]);
      assert.deepEqual((await list({ IdentityType: "EmailAddress" })).Identities, ["c@d.test"]);
      assert.deepEqual((await list({ IdentityType: "Domain", NextToken: "" })).Identities, [
        "a.test",
        "b.test",
      ]);
      await assert.rejects(list({ NextToken: "x" }), { name: "InvalidParameterValue" });
      await assert.rejects(list({ MaxItems: 1_001 }), {
        name: "InvalidParameterValue",
        message: /'maxItems' .* less than or equal to 1000/,
      });
      for (let time = 0; time < 2; time++) {
        await ses.send(new older.DeleteIdentityCommand({ Identity: "A.test" }));
      }
      assert.deepEqual((await list({ IdentityType: "Domain" })).Identities, ["b.test"]);
    });

    test("forwarding of feedback and the MAIL FROM domain are set, told, and taken back", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: Domain }));
      const ses = olderClient(world);
      const asked = { Identities: [Domain, "unknown.test"] };
      const notifications = async () =>
        (await ses.send(new older.GetIdentityNotificationAttributesCommand(asked))).NotificationAttributes;
      const mailFrom = async () =>
        (await ses.send(new older.GetIdentityMailFromDomainAttributesCommand(asked)))
          .MailFromDomainAttributes;
      const withoutTopics = {
        HeadersInBounceNotificationsEnabled: false,
        HeadersInComplaintNotificationsEnabled: false,
        HeadersInDeliveryNotificationsEnabled: false,
      };
      assert.deepEqual(await notifications(), { [Domain]: { ForwardingEnabled: true, ...withoutTopics } });
      await ses.send(
        new older.SetIdentityFeedbackForwardingEnabledCommand({ Identity: Domain, ForwardingEnabled: false }),
      );
      assert.deepEqual(await notifications(), { [Domain]: { ForwardingEnabled: false, ...withoutTopics } });
      assert.deepEqual(await mailFrom(), { [Domain]: { BehaviorOnMXFailure: "UseDefaultValue" } });
      await ses.send(
        new older.SetIdentityMailFromDomainCommand({
          Identity: Domain,
          MailFromDomain: "bounces.sender.test",
          BehaviorOnMXFailure: "RejectMessage",
        }),
      );
      assert.deepEqual(await mailFrom(), {
        [Domain]: {
          MailFromDomain: "bounces.sender.test",
          MailFromDomainStatus: "Pending",
          BehaviorOnMXFailure: "RejectMessage",
        },
      });
      await ses.send(new older.SetIdentityMailFromDomainCommand({ Identity: Domain, MailFromDomain: "" }));
      assert.deepEqual(await mailFrom(), { [Domain]: { BehaviorOnMXFailure: "UseDefaultValue" } });
    });

    test("what is of the wrong kind, is not there or is asked for by the hundred is refused", async () => {
      await using world = await World.start(engine);
      const ses = olderClient(world);
      const refused = { name: "InvalidParameterValue" };
      await assert.rejects(ses.send(new older.VerifyDomainIdentityCommand({ Domain: "a@b.test" })), refused);
      await assert.rejects(ses.send(new older.VerifyDomainDkimCommand({ Domain: "no dot" })), refused);
      await assert.rejects(
        ses.send(new older.VerifyEmailIdentityCommand({ EmailAddress: "b.test" })),
        refused,
      );
      await assert.rejects(
        world.ses.send(new GetEmailIdentityCommand({ EmailIdentity: "b.test" })),
        /does not exist/,
      );
      await assert.rejects(
        ses.send(
          new older.SetIdentityFeedbackForwardingEnabledCommand({
            Identity: "b.test",
            ForwardingEnabled: true,
          }),
        ),
        refused,
      );
      const Identities = Array.from({ length: 101 }, (_, at) => `d${at}.test`);
      await assert.rejects(
        ses.send(new older.GetIdentityVerificationAttributesCommand({ Identities })),
        refused,
      );
    });
  });
}
