import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, test } from "node:test";
import { defaultLifetimeMs } from "#features/delivery/index.ts";
import { newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { mxTransport, patience } from "#test/support/mx-transport.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";

const inTls = { tls: "required", sendingPool: undefined, lifetimeMs: defaultLifetimeMs } as const;

/** A server that offers STARTTLS, and does with it what the test says. */
async function startSpoiler(host: string, onStartTls: (socket: Socket) => void, onMail = "250 fine") {
  const took: string[] = [];
  const server = createServer((socket) => {
    let text = "";
    let isData = false;
    socket.on("error", () => {});
    socket.write("220 spoiler\r\n");
    const answer = (line: string) => {
      if (isData) {
        if (line !== ".") return;
        isData = false;
        took.push(line);
        socket.write("250 taken\r\n");
      } else if (line === "STARTTLS") onStartTls(socket);
      else if (line === "DATA") {
        isData = true;
        socket.write("354 go on\r\n");
      } else if (line.startsWith("EHLO")) socket.write("250-spoiler\r\n250 STARTTLS\r\n");
      else socket.write(`${line.startsWith("MAIL") ? onMail : "250 fine"}\r\n`);
    };
    socket.on("data", (octets: Buffer) => {
      text += octets.toString("latin1");
      for (let end = text.indexOf("\r\n"); end !== -1; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        answer(line);
      }
    });
  }).listen(0, host);
  await once(server, "listening");
  return {
    took,
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

const spoilt: readonly [what: string, onStartTls: (socket: Socket) => void][] = [
  ["ends the connection at STARTTLS", (socket) => socket.destroy()],
  ["ends the connection in the handshake", (socket) => socket.end("220 go on\r\n")],
  ["falls silent in the handshake", (socket) => void socket.write("220 go on\r\n")],
  ["goes on in the clear after STARTTLS", (socket) => void socket.write("220 go on\r\n250 injected\r\n")],
  [
    "speaks no TLS in the handshake",
    (socket) => void socket.write("220 go on\r\n", () => socket.write("250 ok\r\n")),
  ],
];

describe("a server whose TLS does not work", () => {
  for (const [what, onStartTls] of spoilt) {
    test(`and that ${what} is given what may go in the clear at once, and nothing else`, async () => {
      await using server = await startSpoiler("127.0.0.46", onStartTls);
      await using world = await newDeliveryWorld("sqlite");
      await using transport = mxTransport(world.clock, server.port, {
        timeouts: { ...patience(5_000), tlsHandshake: 200 },
      });
      await using worker = world.worker(world.deliverer(transport));
      const must = await world.send({ recipients: ["bob@at-46-a.example"], rules: inTls });
      await worker.idle();
      const may = await world.send({ recipients: ["bob@at-46-b.example"] });
      await worker.idle();
      const [kept] = await world.deliveries.ofMessage(owner, must.id);
      const [sent] = await world.deliveries.ofMessage(owner, may.id);
      assert.deepEqual([kept?.state.is, sent?.state.is], ["queued", "delivered"]);
      assert.equal(server.took.length, 1);
      assert.ok(sent);
      const tries = await world.deliveries.attemptsOf(sent);
      assert.deepEqual(
        tries.map(({ outcome }) => outcome),
        ["delivered"],
      );
    });
  }

  test("and that takes nothing without is tried again later", async () => {
    const mustBegin = "530 5.7.0 Must issue a STARTTLS command first";
    await using server = await startSpoiler("127.0.0.46", (socket) => socket.destroy(), mustBegin);
    await using world = await newDeliveryWorld("sqlite");
    await using transport = mxTransport(world.clock, server.port);
    await using worker = world.worker(world.deliverer(transport));
    const { id } = await world.send({ recipients: ["bob@at-46-b.example"] });
    await worker.idle();
    const [kept] = await world.deliveries.ofMessage(owner, id);
    assert.equal(kept?.state.is, "queued");
    assert.match(kept.lastReply ?? "", new RegExp(mustBegin));
  });

  test("because it is older than TLS 1.2 is given what may go in the clear at once, and nothing else", async () => {
    await using server = await startSmtpReceiver({
      host: "127.0.0.47",
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "ALL@SECLEVEL=0",
    });
    await using world = await newDeliveryWorld("sqlite");
    await using transport = mxTransport(world.clock, server.port);
    await using worker = world.worker(world.deliverer(transport));
    const may = await world.send({ recipients: ["bob@at-47-b.example"] });
    await worker.idle();
    const must = await world.send({ recipients: ["bob@at-47-a.example"], rules: inTls });
    await worker.idle();
    const [kept] = await world.deliveries.ofMessage(owner, must.id);
    const [sent] = await world.deliveries.ofMessage(owner, may.id);
    assert.deepEqual([kept?.state.is, sent?.state.is], ["queued", "delivered"]);
    assert.equal(kept?.lastReply, "The connection failed in TLS: tlsv1 alert protocol version.");
    assert.deepEqual(
      server.received.map(({ secure }) => secure),
      [false],
    );
  });
});

test("a certificate that one domain's policy does not accept takes TLS from nobody else at that server", async () => {
  await using server = await startSmtpReceiver({ host: "127.0.0.48" });
  await using world = await newDeliveryWorld("sqlite");
  await using transport = mxTransport(world.clock, server.port, {
    policyOf: async (domain) =>
      domain === "by-48.strict.example"
        ? { mode: "enforce", mx: ["mx.provider-48.example"], maxAgeSeconds: 86_400 }
        : undefined,
  });
  await using worker = world.worker(world.deliverer(transport));
  const strict = await world.send({ recipients: ["bob@by-48.strict.example"] });
  await worker.idle();
  const [kept] = await world.deliveries.ofMessage(owner, strict.id);
  assert.match(kept?.lastReply ?? "", /certificate is not valid for mx\.provider-48\.example/);
  await world.send({ recipients: ["eve@by-48.other.example"] });
  await world.send({ recipients: ["eve@by-48.other.example"], rules: inTls });
  await worker.idle();
  assert.deepEqual(
    server.received.map(({ recipients, secure }) => [recipients[0], secure]),
    [
      ["eve@by-48.other.example", true],
      ["eve@by-48.other.example", true],
    ],
  );
});
