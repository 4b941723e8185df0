import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

interface Answered {
  readonly status: number;
  readonly messageId?: string;
}

async function send(service: ServiceProcess, to: string): Promise<Answered> {
  const answer = await fetch(`${service.url}/v2/email/outbound-emails`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      FromEmailAddress: "ann@sender.example",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: to }, Body: { Text: { Data: "Hello, ".repeat(500) } } } },
    }),
  });
  const { data } = (await answer.json()) as { data?: { MessageId: string } };
  return { status: answer.status, ...(data === undefined ? {} : { messageId: data.MessageId }) };
}

/** What SMTP answers: the code, and the id of what was taken. */
async function submit(service: ServiceProcess, to: string): Promise<Answered> {
  const transport = createTransport({ host: "127.0.0.1", port: service.smtpPort, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({
      from: "ann@sender.example",
      to,
      subject: to,
      text: "Hello, ".repeat(500),
    });
    return { status: 250, messageId: response.split(" ").at(-1) ?? "" };
  } catch (error) {
    return { status: (error as { responseCode?: number }).responseCode ?? 0 };
  }
}

test("while the disk is full nothing is taken and nothing is lost; with room again, all goes on by itself", async (context) => {
  await using place = await newDatabasePlace("sqlite");
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  await using service = await ServiceProcess.start(place, {
    SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`,
  });
  await verifyAtHome(service, "sender.example");
  const taken: string[] = [];
  let refused = 0;
  const round = async (name: string) => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const to = `${name}-${at}@reader.example`;
        return at % 2 === 0 ? await send(service, to) : await submit(service, to);
      }),
    );
    for (const { messageId } of answers) if (messageId !== undefined) taken.push(messageId);
    refused += answers.filter(({ messageId }) => messageId === undefined).length;
    return answers.map(({ status }) => status);
  };
  for (let cycle = 0; cycle < 3; cycle++) {
    for (const status of await round(`before-${cycle}`)) assert.ok([200, 250].includes(status), `${status}`);
    // In the midst of deliveries, whose outcome cannot be written either.
    service.limitFiles(4_096);
    for (const status of await round(`during-${cycle}`)) assert.ok([503, 451].includes(status), `${status}`);
    assert.equal((await fetch(`${service.url}/v2/email/identities/sender.example`)).status, 200);
    service.limitFiles("unlimited");
  }
  for (const status of await round("after")) assert.ok([200, 250].includes(status), `${status}`);
  const arrived = () =>
    new Set(receiver.received.map(({ content }) => /^Message-ID: <([^@]+)@/m.exec(content.toString())?.[1]));
  const until = performance.now() + 60_000;
  while (taken.some((id) => !arrived().has(id))) {
    assert.ok(performance.now() < until, `${taken.length} taken, ${arrived().size} arrived`);
    await delay(50);
  }
  context.diagnostic(
    `${taken.length} messages taken and delivered, ${receiver.received.length - arrived().size} of them twice; ${refused} refused while the disk was full.`,
  );
  assert.equal(taken.length, 80);
  assert.equal(arrived().size, 80, "what was refused was not sent either");
});

/** What a first start says that may write files up to so many bytes. */
async function endOnFullDisk(place: DatabasePlace, bytes: number): Promise<string> {
  await using service = await ServiceProcess.launch(place, {}, "pipe", { mostFileBytes: bytes });
  const { code, output } = await service.end();
  assert.equal(code, 1);
  return output;
}

test("a first start that has no room for the master key says so and leaves nothing behind; with room it starts", async () => {
  await using place = await newDatabasePlace("postgres");
  assert.match(await endOnFullDisk(place, 0), /^signet: .*master\.key cannot be written: EFBIG/m);
  assert.deepEqual(await readdir(place.folder), []);
  await using service = await ServiceProcess.start(place);
  await verifyAtHome(service, "sender.example");
});

test("a first start that has no room for the database says so; with room it starts", async () => {
  await using place = await newDatabasePlace("sqlite", { empty: true });
  assert.match(
    await endOnFullDisk(place, 64 * 1024),
    /^signet: There is no room where .* is.* \((database or disk is full|disk I\/O error)\)$/m,
  );
  await using service = await ServiceProcess.start(place);
  await verifyAtHome(service, "sender.example");
});
