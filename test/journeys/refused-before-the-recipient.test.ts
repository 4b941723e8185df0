import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  GetMessageInsightsCommand,
  GetSuppressedDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { senderDomain, startMxWorld } from "#test/support/mx-world.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const host = "127.0.0.73";
type ServerOptions = NonNullable<Parameters<typeof startSmtpReceiver>[0]>;

const refusal = (text: string) => Object.assign(new Error(text), { responseCode: 550 });

const refusing: Readonly<Record<string, ServerOptions>> = {
  "who connects": { onConnect: (_session, done) => done(refusal("Go away")) },
  "the sender": { onMailFrom: (_address, _session, done) => done(refusal("Access denied")) },
  "what it has read": {
    answer: async () => {
      throw refusal("Rejected");
    },
  },
};

for (const engine of engines) {
  describe(`a server that answers 550 and no more, on ${engine}`, () => {
    for (const [whom, options] of Object.entries(refusing)) {
      test(`to ${whom}, suppresses nobody`, async () => {
        await using server = await startSmtpReceiver({ host, ...options });
        await using world = await startMxWorld(engine, server.port);
        world.zone("curt.test", `@ A ${host}`);
        const { MessageId } = await world.ses.send(
          new SendEmailCommand({
            FromEmailAddress: `ann@${senderDomain}`,
            Destination: { ToAddresses: ["bob@curt.test"] },
            Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
          }),
        );
        await world.settle();
        const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
        const bounce = Insights?.[0]?.Events?.at(-1)?.Details?.Bounce;
        assert.match(bounce?.DiagnosticCode ?? "", /^smtp; 550 /);
        assert.notEqual(bounce?.BounceType, "PERMANENT");
        const EmailAddress = "bob@curt.test";
        await assert.rejects(world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress })), {
          name: "NotFoundException",
        });
      });
    }
  });
}
