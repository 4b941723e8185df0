import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetSuppressedDestinationCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { type Engine, engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const loop = "fbl@signet.localhost";

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly receiver: SmtpReceiver;
}

async function newScene(engine: Engine): Promise<Scene> {
  const receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  const world = await World.start(engine, {
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "sender.test");
  return {
    world,
    receiver,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** Answers the message as it arrived at the first of the recipients' servers. */
async function send({ world, receiver }: Scene, to: readonly string[], headers: object[] = []) {
  const before = receiver.received.length;
  const { MessageId } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: [...to] },
      Content: {
        Simple: {
          Subject: { Data: "Hello" },
          Body: { Text: { Data: "Hello,\n" } },
          Headers: headers as { Name: string; Value: string }[],
        },
      },
    }),
  );
  await world.settle();
  const arrived = receiver.received[before];
  assert.ok(arrived);
  return { id: MessageId ?? "", returnPath: arrived.from, text: arrived.content.toString("latin1") };
}

const abuse = "Feedback-Type: abuse\r\nUser-Agent: Far/1.0\r\nVersion: 1\r\n";

function arf(enclosed: string, { report = abuse, type = "message/rfc822" } = {}): string {
  return [
    "From: feedback@far.example",
    `To: ${loop}`,
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "This is a report.",
    "--b",
    "Content-Type: message/feedback-report",
    "",
    report,
    "--b",
    `Content-Type: ${type}`,
    "",
    enclosed,
    "--b--",
    "",
  ].join("\r\n");
}

async function tell({ world }: Scene, raw: string, to = loop): Promise<void> {
  const { inbound } = world.app;
  assert.ok(inbound);
  const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: "feedback@far.example", to }, raw });
  await world.settle();
}

async function suppressed({ world }: Scene, ...addresses: string[]): Promise<string[]> {
  const found = await Promise.all(
    addresses.map(async (EmailAddress) =>
      world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress })).then(
        ({ SuppressedDestination }) => [`${EmailAddress} ${SuppressedDestination?.Reason}`],
        () => [],
      ),
    ),
  );
  return found.flat();
}

const without = (text: string, field: RegExp) => {
  const [header = "", ...body] = text.split("\r\n\r\n");
  const kept = header.split(/\r\n(?![ \t])/).filter((line) => !field.test(line));
  return [kept.join("\r\n"), ...body].join("\r\n\r\n");
};

for (const engine of engines) {
  describe(`a feedback loop, on ${engine}`, () => {
    test("is named in each message, under both signatures; a sender's own is left alone, and mail of ours has none", async () => {
      await using scene = await newScene(engine);
      const { text } = await send(scene, ["bob@far.example"]);
      assert.match(
        text,
        /^CFBL-Address: fbl@signet\.localhost; report=arf\r\nCFBL-Feedback-ID:\r\n\t[\w:-]+\r$/m,
      );
      assert.equal(text.match(/[=:\t]CFBL-Address:CFBL-Feedback-ID/g)?.length, 2);
      assert.deepEqual(await signaturesOf(scene.world, text), [
        { domain: "sender.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
      const own = [{ Name: "CFBL-Address", Value: "fbl@sender.test; report=arf" }];
      const { text: theirs } = await send(scene, ["bob@far.example"], own);
      assert.deepEqual(theirs.match(/^CFBL-.*$/gm), ["CFBL-Address: fbl@sender.test; report=arf"]);
      await scene.world.plain("POST", "/v2/email/identities", { EmailIdentity: "new@far.example" });
      await scene.world.settle();
      assert.doesNotMatch(scene.receiver.received.at(-1)?.content.toString() ?? "", /CFBL/);
    });

    test("counts a complaint once for whom the message went to, named or struck out", async () => {
      await using scene = await newScene(engine);
      const one = await send(scene, ["bob@far.example"]);
      await tell(scene, arf(one.text.replaceAll("bob@far.example", "redacted@far.example")));
      await tell(scene, arf(one.text));
      assert.deepEqual(await suppressed(scene, "bob@far.example"), ["bob@far.example COMPLAINT"]);
      const notices = scene.receiver.received.filter(({ from }) => from === "");
      assert.equal(notices.length, 1);

      const all = ["ann@near.example", "ben@near.example", "cid@far.example", "dan@else.example"];
      const before = scene.receiver.received.length;
      await send(scene, all);
      const copyOf = (recipient: string) =>
        scene.receiver.received
          .slice(before)
          .find(({ recipients }) => recipients.includes(recipient))
          ?.content.toString("latin1") ?? "";
      const [near, far, elsewhere] = [copyOf(all[0] ?? ""), copyOf(all[2] ?? ""), copyOf(all[3] ?? "")];
      await tell(scene, arf(near));
      assert.deepEqual(await suppressed(scene, ...all), [], "of many, nobody is named");
      await tell(scene, arf(near, { report: `${abuse}Original-Rcpt-To: <Ann@near.example>\r\n` }));
      await tell(scene, arf(far, { report: `${abuse}Original-Rcpt-To: x@far.example\r\n` }));
      await tell(scene, arf(near, { report: `${abuse}Original-Rcpt-To: x@near.example\r\n` }));
      await tell(scene, arf(near, { report: `${abuse}Original-Rcpt-To: eve@stranger.example\r\n` }));
      await tell(scene, arf(`X-HmXmrOriginalRecipient: dan@else.example\r\n${elsewhere}`));
      assert.deepEqual(await suppressed(scene, ...all, "eve@stranger.example"), [
        "ann@near.example COMPLAINT",
        "cid@far.example COMPLAINT",
        "dan@else.example COMPLAINT",
      ]);
    });

    test("knows a message by what is left of it: its header, its sealed id, or its return path", async () => {
      await using scene = await newScene(engine);
      const sent = async (name: string) => await send(scene, [`${name}@far.example`]);
      const [header = ""] = (await sent("header")).text.split("\r\n\r\n");
      await tell(scene, arf(`${header}\r\n`, { type: "text/rfc822-headers" }));
      const id = /^CFBL-Feedback-ID:\s+(\S+)/m.exec((await sent("id")).text)?.[1];
      await tell(scene, arf(`CFBL-Feedback-ID: ${id}\r\n`, { type: "text/rfc822-headers" }));
      const path = await sent("path");
      const bare = without(path.text, /^CFBL/);
      await tell(scene, arf(bare, { report: `${abuse}Original-Mail-From: <${path.returnPath}>\r\n` }));
      const kept = await sent("kept");
      await tell(scene, arf(`Return-Path: <${kept.returnPath}>\r\n${without(kept.text, /^CFBL/)}`));
      const passedOn = (await sent("passed")).text;
      await tell(
        scene,
        `From: staff@hotmail.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${passedOn}\r\n--b--\r\n`,
      );
      const names = ["header", "id", "path", "kept", "passed"].map((name) => `${name}@far.example`);
      assert.deepEqual(
        await suppressed(scene, ...names),
        names.map((name) => `${name} COMPLAINT`),
      );
    });

    test("is deaf to what proves nothing: a Message-ID, a forged or foreign seal, a bounce, a reply", async () => {
      await using scene = await newScene(engine);
      const to = "bob@far.example";
      const { text, id } = await send(scene, [to]);
      const named = { report: `${abuse}Original-Rcpt-To: ${to}\r\n` };
      const bare = without(text, /^CFBL/);
      const seal = /^CFBL-Feedback-ID:\s+(\S+)/m.exec(text)?.[1] ?? "";
      const other = Buffer.from(JSON.stringify([id.replace("0100", "0101")])).toString("base64url");
      const unproven = [
        arf(bare, named),
        arf(bare, {
          report: `${named.report}Original-Mail-From: ${id}@bounces.us-east-1.signet.localhost\r\n`,
        }),
        arf(`Return-Path: <${id}@bounces.us-east-1.signet.localhost>\r\n${bare}`, named),
        arf(`CFBL-Feedback-ID: ${other}:${seal.split(":")[1]}\r\n${bare}`, named),
        arf(`CFBL-Feedback-ID: ${seal.slice(0, -1)}\r\n${bare}`, named),
        arf(`CFBL-Feedback-ID: ${"x".repeat(100_000)}\r\n${bare}`, named),
        arf(text, { report: "Feedback-Type: not-spam\r\nVersion: 1\r\n" }),
        arf(text, { report: "Feedback-Type: auth-failure\r\nVersion: 1\r\n" }),
        arf(text, { report: "no fields" }).replace("message/rfc822", "application/octet-stream"),
        `Subject: Re: Hello\r\n\r\n${text}`,
        arf(text)
          .replace("message/feedback-report", "message/delivery-status")
          .replace(
            abuse,
            `Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${to}\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
          ),
        "",
      ];
      for (const raw of unproven) await tell(scene, raw);
      assert.deepEqual(await suppressed(scene, to), []);
      await tell(scene, arf(text), loop.toUpperCase());
      assert.deepEqual(await suppressed(scene, to), [`${to} COMPLAINT`]);
    });
  });
}
