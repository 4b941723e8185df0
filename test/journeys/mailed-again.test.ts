import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateCustomVerificationEmailTemplateCommand,
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  SendCustomVerificationEmailCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { welcomeTemplate } from "#test/support/welcome-template.ts";
import { World } from "#test/support/world.ts";

const mostAnHour = 20;

for (const engine of engines) {
  describe(`an address that is created again and again, on ${engine}`, () => {
    test("whoever has the mailbox gets twenty messages an hour, and the others later", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      for (let time = 0; time < mostAnHour + 5; time++) {
        const EmailIdentity = time % 2 === 0 ? "ann@example.test" : `Ann+${time}@Example.test`;
        await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
        await world.settle();
        await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      }
      assert.equal(receiver.received.length, mostAnHour);

      const EmailIdentity = "ann@example.test";
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await world.pass(minuteMs);
      const resend = await world.call("POST", `/signet/v1/identities/${EmailIdentity}/resend`);
      assert.equal(resend.status, 429);
      assert.equal(receiver.received.length, mostAnHour);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "bob@example.test" }));
      await world.settle();
      assert.equal(receiver.received.length, mostAnHour + 1, "others are not held up");

      await world.pass(hourMs);
      assert.equal(receiver.received.length, mostAnHour + 2, "what was put off is sent");
      const { VerificationStatus } = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(VerificationStatus, "PENDING");
    });

    test("many addresses of one mailbox that are asked at once get no more messages either", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(welcomeTemplate));
      const atOnce = async (act: (label: number) => Promise<unknown>) =>
        await Promise.allSettled(Array.from({ length: 50 }, async (_, label) => await act(label)));
      await atOnce(async (label) =>
        world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: `ann+${label}@example.test` })),
      );
      await world.settle();
      assert.equal(receiver.received.length, mostAnHour);
      const asked = await atOnce(async (label) =>
        world.ses.send(
          new SendCustomVerificationEmailCommand({
            EmailAddress: `bob+${label}@example.test`,
            TemplateName: "welcome",
          }),
        ),
      );
      await world.settle();
      assert.equal(asked.filter(({ status }) => status === "fulfilled").length, mostAnHour);
      assert.equal(receiver.received.length, 2 * mostAnHour);
    });

    test("an account has strangers mailed at one a second, whatever it names", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      const create = async (n: number, region = "us-east-1") =>
        await world
          .client({ region })
          .send(new CreateEmailIdentityCommand({ EmailIdentity: `stranger-${n}@far-${n}.example` }));
      const made = Promise.allSettled(Array.from({ length: 130 }, async (_, n) => await create(n)));
      const refusals = (await made).flatMap((one) =>
        one.status === "rejected" ? [one.reason as Error] : [],
      );
      // A minute may end meanwhile.
      assert.ok(refusals.length >= 10 && refusals.every(({ name }) => name === "TooManyRequestsException"));
      await assert.rejects(create(200, "eu-west-1"), { name: "TooManyRequestsException" });
      await world.pass(minuteMs);
      await create(201);
      await world.settle();
      assert.ok(receiver.received.length <= 121, `${receiver.received.length}`);
      assert.ok(
        receiver.received.some(({ recipients }) => recipients.includes("stranger-201@far-201.example")),
      );
    });
  });
}
