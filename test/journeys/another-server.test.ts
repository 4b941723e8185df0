import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetMessageInsightsCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { senderDomain, startMxWorld } from "#test/support/mx-world.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import type { World } from "#test/support/world.ts";

const [better, other] = ["127.0.0.71", "127.0.0.72"];

const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

async function send(world: World, to: string): Promise<readonly (string | undefined)[] | undefined> {
  const { MessageId } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: `ann@${senderDomain}`,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
  await world.settle();
  const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
  return Insights?.[0]?.Events?.map(({ Type }) => Type);
}

function zone(world: World): void {
  world.zone("two.test", "@ MX 10 better", "@ MX 20 other", `better A ${better}`, `other A ${other}`);
}

for (const engine of engines) {
  describe(`a domain's other server, on ${engine}`, () => {
    test("takes what the better one keeps putting off", async () => {
      await using broken = await startSmtpReceiver({
        host: better,
        onMailFrom: (_address, _session, done) => done(refusal(452, "4.3.1 Disk full")),
      });
      await using backup = await startSmtpReceiver({ host: other, port: broken.port });
      await using world = await startMxWorld(engine, broken.port);
      zone(world);
      assert.deepEqual(await send(world, "bob@two.test"), ["SEND", "DELIVERY"]);
      assert.deepEqual(
        backup.received.map(({ recipients }) => recipients),
        [["bob@two.test"]],
      );
    });

    test("has no say where it refuses what the better one will take later", async () => {
      let isGrey = true;
      await using first = await startSmtpReceiver({
        host: better,
        onRcptTo: (_address, _session, done) => done(isGrey ? refusal(450, "4.2.0 Greylisted") : undefined),
      });
      await using neglected = await startSmtpReceiver({
        host: other,
        port: first.port,
        onRcptTo: (_address, _session, done) => done(refusal(550, "relay not permitted")),
      });
      await using world = await startMxWorld(engine, first.port);
      zone(world);
      assert.deepEqual(await send(world, "bob@two.test"), ["SEND"]);
      isGrey = false;
      await world.pass(120_000);
      assert.deepEqual([first.received.length, neglected.received.length], [1, 0]);
    });

    test("is not asked where the better one says that it is sent too much", async () => {
      await using busy = await startSmtpReceiver({
        host: better,
        onMailFrom: (_address, _session, done) => done(refusal(421, "4.7.0 Too many messages")),
      });
      await using backup = await startSmtpReceiver({ host: other, port: busy.port });
      await using world = await startMxWorld(engine, busy.port);
      zone(world);
      assert.deepEqual(await send(world, "bob@two.test"), ["SEND"]);
      assert.deepEqual(backup.received, []);
    });

    test("a server that ends each connection with 421 instead of a second message is given it on another", async () => {
      const messages = new Map<string, number>();
      await using server = await startSmtpReceiver({
        host: better,
        onMailFrom: (_address, { id }, done) => {
          messages.set(id, (messages.get(id) ?? 0) + 1);
          done(
            messages.get(id) === 1 ? undefined : refusal(421, "4.7.0 Too many messages on this connection"),
          );
        },
      });
      await using world = await startMxWorld(engine, server.port);
      world.zone("one.test", `@ A ${better}`);
      for (const name of ["ann", "bob", "eve"]) {
        assert.deepEqual(await send(world, `${name}@one.test`), ["SEND", "DELIVERY"]);
      }
    });
  });
}
