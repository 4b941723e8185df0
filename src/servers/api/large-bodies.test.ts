import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { known, startStub } from "#test/support/stub-server.ts";
import type { Claim } from "./auth/authenticator.ts";
import { LargeBodies } from "./large-bodies.ts";
import { readBody } from "./read-body.ts";

async function open(port: number, text: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

test("who knows no more than the id of a key cannot have many large bodies held", async () => {
  await using stub = await startStub({ mode: "required" });
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const head = [
    "POST /v2/email/identities HTTP/1.1",
    "Host: localhost",
    `X-Amz-Date: ${now}`,
    `Authorization: AWS4-HMAC-SHA256 Credential=${known.accessKeyId}/${now.slice(0, 8)}/us-east-1/ses/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
  ].join("\r\n");
  const large = `${head}\r\nExpect: 100-continue\r\nContent-Length: 50000000\r\n\r\n`;
  const held: Socket[] = [];
  const answerTo = async (socket: Socket) => {
    const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
    return answer.slice(0, 12);
  };
  for (let at = 0; at < 16; at += 1) {
    const socket = await open(stub.server.port, large);
    assert.equal(await answerTo(socket), "HTTP/1.1 100");
    held.push(socket);
  }
  let last = "";
  // The interim answer comes before the head is looked at.
  const refused = await open(stub.server.port, large);
  refused.setEncoding("utf8").on("data", (text: string) => {
    last += text;
  });
  while (!last.includes("HTTP/1.1 429")) await delay(5);
  refused.destroy();
  const small = await open(stub.server.port, `${head}\r\nContent-Length: 2\r\n\r\n{}`);
  assert.equal(await answerTo(small), "HTTP/1.1 403");
  small.destroy();
  for (const socket of held) socket.destroy();
  const chunked = `${head}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
  while ((await answerTo(await open(stub.server.port, chunked))) !== "HTTP/1.1 403") await delay(5);
});

const claim: Claim = {
  caller: {
    owner: { account: "111122223333", region: "us-east-1" },
    by: { kind: "api-key", id: "key_1" },
    sourceIp: "127.0.0.1",
    secure: false,
    userAgent: undefined,
  },
};
const mb = 1024 * 1024;

/** A server that works on each body until it is told that it is done. */
async function startBusy(bodies: LargeBodies) {
  const working: (() => void)[] = [];
  const server = createServer((request, response) => {
    const answer = async () => {
      using held = await bodies.admit(claim, request, 50 * mb);
      const body = await readBody(request, 50 * mb);
      await held?.work();
      await new Promise<void>((resolve) => working.push(resolve));
      response.end(String(body.length));
    };
    answer().catch((error: unknown) => response.writeHead(429).end(String(error)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    working,
    send: async (bytes: number, signal?: AbortSignal) => {
      const body = new Uint8Array(bytes);
      const answered = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        body,
        ...(signal && { signal }),
      });
      return { status: answered.status, text: await answered.text() };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(5);
}

test("large bodies are worked on as there is room for them, and small ones do not wait for them", async () => {
  await using busy = await startBusy(
    new LargeBodies({ ofAccount: 20 * mb, ofAll: 20 * mb, inWork: 10 * mb }),
  );
  const all = Array.from({ length: 10 }, async () => await busy.send(2 * mb));
  const small = busy.send(1_000);
  // Two bodies of which each is made into twice as much, and the small one.
  await until(() => busy.working.length === 3);
  await delay(50);
  assert.equal(busy.working.length, 3);
  for (let done = 0; done < 11; done++) {
    await until(() => busy.working.length > 0);
    busy.working.shift()?.();
  }
  assert.deepEqual(await small, { status: 200, text: "1000" });
  for (const answer of await Promise.all(all))
    assert.deepEqual(answer, { status: 200, text: String(2 * mb) });
});

test("who finds no room for a large body in time is told to come again, and who gives up leaves none taken", async () => {
  await using busy = await startBusy(new LargeBodies({ ofAccount: 5 * mb, patienceMs: 100 }));
  const [first, second] = [busy.send(2 * mb), busy.send(2 * mb)];
  await until(() => busy.working.length === 2);
  assert.equal((await busy.send(2 * mb)).status, 429);
  const gone = new AbortController();
  const given = busy.send(2 * mb, gone.signal);
  gone.abort();
  await assert.rejects(given);
  for (const done of busy.working.splice(0)) done();
  await Promise.all([first, second]);
  const [third, fourth] = [busy.send(2 * mb), busy.send(2 * mb)];
  await until(() => busy.working.length === 2);
  for (const done of busy.working.splice(0)) done();
  assert.deepEqual([(await third).status, (await fourth).status], [200, 200]);
});
