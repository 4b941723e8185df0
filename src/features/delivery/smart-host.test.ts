import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { writeKeyRecord } from "#protocols/dkim/record.ts";
import { readSmartHostUrl } from "#protocols/smtp/smart-host-url.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { type ReceivedMessage, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { smartHostTransport } from "./index.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const record = writeKeyRecord(publicKey.export({ format: "der", type: "spki" }).toString("base64"));
const signersFor = async () => [{ domain: "signet.localhost", selector: "s1", privateKey }];

async function newWorld(url: string, engine: Engine = "sqlite") {
  const world = await newDeliveryWorld(engine);
  const transport = smartHostTransport({
    address: readSmartHostUrl(url),
    clientName: "[127.0.0.1]",
    clock: world.clock,
  });
  const worker = world.worker(world.deliverer(transport, signersFor));
  return {
    ...world,
    worker,
    stateOf: async (id: string) => {
      const deliveries = await world.deliveries.ofMessage(owner, id);
      return deliveries.map(({ state, lastReply = "" }) => [state.is, lastReply] as const);
    },
    [Symbol.asyncDispose]: async () => {
      await worker[Symbol.asyncDispose]();
      await transport[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

for (const engine of engines) {
  test(`a message goes out signed, over STARTTLS where offered, and the attempt tells all, on ${engine}`, async () => {
    await using receiver = await startSmtpReceiver();
    await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`, engine);
    const { id } = await world.send({ recipients: ["ann@example.com", "bob@example.com"] });
    await world.worker.idle();
    const [message] = receiver.received;
    assert.ok(message !== undefined);
    assert.equal(message.secure, true);
    assert.equal(message.from, "no-reply@signet.localhost");
    assert.deepEqual(message.recipients, ["ann@example.com", "bob@example.com"]);
    const { results } = await dkimVerify(message.content, { resolver: async () => [[record]] });
    assert.equal(results[0]?.status.result, "pass");
    const [delivery] = await world.deliveries.ofMessage(owner, id);
    assert.deepEqual(delivery?.state, { is: "delivered" });
    assert.match(delivery?.lastReply ?? "", /^250 /);
    const [attempt] = delivery === undefined ? [] : await world.deliveries.attemptsOf(delivery);
    const report = JSON.stringify(attempt?.report);
    assert.match(report, /STARTTLS/);
    assert.match(report, /"level":"encrypted"/);
    assert.match(report, /RCPT TO:<bob@example\.com>/);
    assert.deepEqual(world.complaints, []);
  });
}

test("credentials are used, and are not in the conversation", async () => {
  await using receiver = await startSmtpReceiver();
  await using world = await newWorld(`smtp://relay:s3cret@127.0.0.1:${receiver.port}`);
  const { id } = await world.send();
  await world.worker.idle();
  assert.equal(receiver.received[0]?.user, "relay");
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  const attempts = delivery === undefined ? [] : await world.deliveries.attemptsOf(delivery);
  assert.equal(attempts.length, 1);
  assert.doesNotMatch(JSON.stringify(attempts), /s3cret|czNjcmV0/);
});

test("a message that must go in TLS waits for a host that has it, while others go", async () => {
  const required = { tls: "required", sendingPool: undefined, lifetimeMs: 3_600_000 } as const;
  for (const [hideSTARTTLS, how] of [
    [true, ""],
    [false, "?tls=never"],
  ] as const) {
    await using receiver = await startSmtpReceiver({ hideSTARTTLS });
    await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}${how}`);
    const { id } = await world.send({ rules: required });
    await world.send({ recipients: ["open@example.com"] });
    await world.worker.idle();
    assert.deepEqual(
      receiver.received.map(({ recipients }) => recipients),
      [["open@example.com"]],
    );
    assert.deepEqual(await world.stateOf(id), [
      ["queued", "The connection to the server is not in TLS, and TLS is required."],
    ]);
  }
  await using receiver = await startSmtpReceiver();
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  await world.send({ rules: required });
  await world.worker.idle();
  assert.deepEqual(
    receiver.received.map(({ secure }) => secure),
    [true],
  );
});

test("many messages share a few connections, and each arrives once", async () => {
  await using receiver = await startSmtpReceiver();
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  const recipients = Array.from({ length: 60 }, (_, at) => `user${at}@example.com`);
  await Promise.all(recipients.map(async (recipient) => await world.send({ recipients: [recipient] })));
  await world.worker.idle();
  assert.deepEqual(
    receiver.received.flatMap((message) => message.recipients).toSorted(),
    recipients.toSorted(),
  );
  const used = new Set(receiver.received.map(({ connection }) => connection));
  assert.ok(used.size <= 20, `${used.size} connections`);
});

test("4xx is tried again, 5xx is final", async () => {
  let busy = true;
  const answer = async ({ recipients: [recipient = ""] }: ReceivedMessage): Promise<void> => {
    if (recipient.startsWith("nobody")) throw refusal(550, "No such user");
    if (busy) throw refusal(451, "Busy");
  };
  await using receiver = await startSmtpReceiver({ answer });
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  const refused = await world.send({ recipients: ["nobody@example.com"] });
  const deferred = await world.send({ recipients: ["ann@example.com"] });
  await world.worker.idle();
  const [[state, reply] = []] = await world.stateOf(refused.id);
  assert.equal(state, "failed");
  assert.match(reply ?? "", /550 No such user/);
  assert.equal((await world.stateOf(deferred.id))[0]?.[0], "queued");
  busy = false;
  world.clock.advance(70_000);
  await world.worker.idle();
  assert.equal((await world.stateOf(deferred.id))[0]?.[0], "delivered");
});

test("a host that will not speak with us, or not without a password, is tried again later", async () => {
  let isClosed = true;
  await using receiver = await startSmtpReceiver({
    authOptional: false,
    onConnect: (_session, done) => done(isClosed ? refusal(554, "No SMTP service for you") : null),
  });
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  const { id } = await world.send();
  await world.worker.idle();
  const [[closed, greeting] = []] = await world.stateOf(id);
  assert.match(greeting ?? "", /554 No SMTP service for you/);
  isClosed = false;
  world.clock.advance(70_000);
  await world.worker.idle();
  const [[locked, reply] = []] = await world.stateOf(id);
  assert.match(reply ?? "", /530 /);
  assert.deepEqual([closed, locked], ["queued", "queued"]);
});

test("a host that is not there is tried again later", async () => {
  const { port } = await (async () => {
    await using receiver = await startSmtpReceiver();
    return receiver;
  })();
  await using world = await newWorld(`smtp://127.0.0.1:${port}`);
  const { id } = await world.send();
  await world.worker.idle();
  const [[state, reply] = []] = await world.stateOf(id);
  assert.equal(state, "queued");
  assert.match(reply ?? "", /ECONNREFUSED/);
});

test("a connection that the host closed between two messages costs neither of them", async () => {
  const dropped: Socket[] = [];
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  await using proxy = await startProxy(receiver.port, (socket) => dropped.push(socket));
  await using world = await newWorld(`smtp://127.0.0.1:${proxy.port}`);
  await world.send({ recipients: ["one@example.com"] });
  await world.worker.idle();
  for (const socket of dropped) socket.destroy();
  const { id } = await world.send({ recipients: ["two@example.com"] });
  await world.worker.idle();
  assert.equal((await world.stateOf(id))[0]?.[0], "delivered");
  assert.equal(receiver.received.length, 2);
});

test("a connection lost after the final dot is recorded as uncertain, and the message is sent again", async () => {
  const sockets: Socket[] = [];
  const answer = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
  };
  await using receiver = await startSmtpReceiver({ hideSTARTTLS: true, answer });
  await using proxy = await startProxy(receiver.port, (socket) => sockets.push(socket));
  await using world = await newWorld(`smtp://127.0.0.1:${proxy.port}`);
  const { id } = await world.send();
  await world.worker.idle();
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  assert.ok(delivery !== undefined);
  assert.equal(delivery.state.is, "queued");
  assert.equal((await world.deliveries.attemptsOf(delivery))[0]?.outcome, "uncertain");
  world.clock.advance(3_600_000);
  await world.worker.idle();
  assert.equal(receiver.received.length, 2);
});

test("stopping while the host considers the message waits for its word", async () => {
  const asked = Promise.withResolvers<void>();
  const allowed = Promise.withResolvers<void>();
  const answer = async (): Promise<void> => {
    asked.resolve();
    await allowed.promise;
  };
  await using receiver = await startSmtpReceiver({ answer });
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  const { id } = await world.send();
  await asked.promise;
  const stopped = world.worker[Symbol.asyncDispose]();
  allowed.resolve();
  await stopped;
  assert.equal((await world.stateOf(id))[0]?.[0], "delivered");
});

test("stopping before the message is out hands it back", async () => {
  const asked = Promise.withResolvers<void>();
  await using receiver = await startSmtpReceiver({ onMailFrom: () => asked.resolve() });
  await using world = await newWorld(`smtp://127.0.0.1:${receiver.port}`);
  const { id } = await world.send();
  await asked.promise;
  await world.worker[Symbol.asyncDispose]();
  const [delivery] = await world.deliveries.ofMessage(owner, id);
  assert.deepEqual(delivery?.state, { is: "queued", dueAt: world.clock.now() });
  assert.equal(delivery?.attempts, 0);
  assert.equal(receiver.received.length, 0);
});

/** Passes bytes both ways, so that a test can cut the wire. */
async function startProxy(port: number, onSocket: (socket: Socket) => void) {
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    onSocket(near);
    near.on("error", () => far.destroy()).on("close", () => far.destroy());
    far.on("error", () => near.destroy()).on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as { port: number };
  return {
    port: own,
    [Symbol.asyncDispose]: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
