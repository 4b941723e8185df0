import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { everything } from "#features/access-keys/index.ts";
import type { Claim } from "./auth/authenticator.ts";
import { LargeBodies } from "./large-bodies.ts";
import { readBody } from "./read-body.ts";

async function open(port: number, text: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

/** As the headers of a request say it. */
function claimOf({ headers }: IncomingMessage): Claim {
  const caller: Claim["caller"] = {
    owner: { account: String(headers["x-account"] ?? "111122223333"), region: "us-east-1" },
    by: { kind: "api-key", id: "key_1", scope: everything },
    sourceIp: "127.0.0.1",
    secure: false,
    userAgent: undefined,
  };
  if (headers["x-unproven"] === undefined) return { caller };
  return { caller, unproven: {} as NonNullable<Claim["unproven"]> };
}
const mb = 1024 * 1024;

/** A server that works on each body until it is told that it is done. */
async function startBusy(bodies: LargeBodies) {
  const working: (() => void)[] = [];
  const connections: Socket[] = [];
  const server = createServer((request, response) => {
    const answer = async () => {
      using held = bodies.admit(claimOf(request), request, 50 * mb);
      const body = await readBody(request, 50 * mb, held?.arrival);
      await held?.work();
      await new Promise<void>((resolve) => working.push(resolve));
      response.end(String(body.length));
    };
    answer().catch((error: unknown) => response.writeHead(429).end(String(error)));
  }).listen(0, "127.0.0.1");
  server.on("connection", (socket) => connections.push(socket));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    working,
    port,
    bytesRead: () => connections.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    send: async (bytes: number, signal?: AbortSignal, headers: Record<string, string> = {}) => {
      const body = new Uint8Array(bytes);
      const answered = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        body,
        headers,
        ...(signal && { signal }),
      });
      return { status: answered.status, text: await answered.text() };
    },
    /** So much of a body that never comes whole. */
    begin: async (bytes: number, headers = "") => {
      const socket = await open(
        port,
        `POST / HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${40 * mb}\r\n\r\n`,
      );
      socket.write(new Uint8Array(bytes));
      return socket;
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
  await using busy = await startBusy(new LargeBodies({ proven: 40 * mb, inWork: 12 * mb }));
  const all = Array.from({ length: 10 }, async () => await busy.send(2 * mb));
  const small = busy.send(1_000);
  // Two bodies of which each is made into twice as much beside itself, and the small one.
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
  await using busy = await startBusy(new LargeBodies({ inWork: 12 * mb, patienceMs: 100 }));
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

const patient = { timeout: 20_000 };
const little = 2 * mb;

test("connections on which nothing comes keep nobody out, whatever they say will come", patient, async () => {
  await using busy = await startBusy(new LargeBodies());
  const idle = ["X-Account: 1\r\n", "X-Account: 2\r\n", ""].flatMap((headers) =>
    Array.from({ length: 5 }, () => busy.begin(1, headers)),
  );
  await Promise.all(idle);
  const [proven, unproven] = [busy.send(2 * mb), busy.send(2 * mb, undefined, { "x-unproven": "" })];
  await until(() => busy.working.length === 2);
  for (const done of busy.working) done();
  assert.deepEqual([(await proven).status, (await unproven).status], [200, 200]);
});

test(
  "who knows the id of a key and no more keeps out none who have proven who they are",
  patient,
  async () => {
    await using busy = await startBusy(
      new LargeBodies({ unproven: little, proven: little, graceMs: 60_000, patienceMs: 60_000 }),
    );
    for (let at = 0; at < 6; at++) await busy.begin(2 * mb, "X-Unproven: 1\r\n");
    const owner = busy.send(2 * mb);
    await until(() => busy.working.length === 1);
    busy.working[0]?.();
    assert.equal((await owner).status, 200);
  },
);

test("what one account sends does not take the room of another", patient, async () => {
  await using busy = await startBusy(
    new LargeBodies({ proven: 16 * mb, graceMs: 60_000, patienceMs: 60_000 }),
  );
  for (let at = 0; at < 6; at++) await busy.begin(2 * mb, "X-Account: 1\r\n");
  const other = busy.send(6 * mb);
  await until(() => busy.working.length === 1);
  busy.working[0]?.();
  assert.equal((await other).status, 200);
});

test("bodies of which each has come in part do not wait for each other for ever", patient, async () => {
  await using busy = await startBusy(new LargeBodies({ proven: little, inWork: 9 * mb, patienceMs: 60_000 }));
  const all = Array.from({ length: 12 }, (_, at) =>
    busy.send(3 * mb, undefined, { "x-account": String(at % 4) }),
  );
  for (let done = 0; done < all.length; done++) {
    await until(() => busy.working.length > 0);
    busy.working.shift()?.();
  }
  for (const { status } of await Promise.all(all)) assert.equal(status, 200);
});

test("a body that comes too slowly gives way to one that waits, and only then", patient, async () => {
  await using busy = await startBusy(new LargeBodies({ proven: little, graceMs: 100, patienceMs: 60_000 }));
  const slow = await busy.begin(2 * mb);
  let told = "";
  slow.setEncoding("utf8").on("data", (text: string) => {
    told += text;
  });
  await delay(300);
  assert.equal(told, "");
  const other = busy.send(2 * mb);
  await until(() => busy.working.length === 1 && told !== "");
  assert.match(told, /429 .*too slowly/s);
  busy.working[0]?.();
  assert.equal((await other).status, 200);
});

test("none of many large bodies is refused for being one of them, proven or not", patient, async () => {
  await using busy = await startBusy(new LargeBodies());
  const all = Array.from({ length: 60 }, async (_, at) =>
    busy.send(2 * mb, undefined, at % 2 === 0 ? {} : { "x-unproven": "" }),
  );
  for (let done = 0; done < all.length; done++) {
    await until(() => busy.working.length > 0);
    busy.working.shift()?.();
  }
  for (const { status } of await Promise.all(all)) assert.equal(status, 200);
});

test(
  "many bodies of those who have proven nothing are read no further than there is room for",
  patient,
  async () => {
    await using busy = await startBusy(
      new LargeBodies({ unproven: 8 * mb, graceMs: 60_000, patienceMs: 60_000 }),
    );
    for (let at = 0; at < 40; at++) await busy.begin(3 * mb, `X-Unproven: 1\r\nX-Account: ${at % 4}\r\n`);
    await until(() => busy.bytesRead() > 8 * mb);
    await delay(200);
    // What is not counted of each, and what was read before it was stopped; and the oldest one.
    assert.ok(busy.bytesRead() < 8 * mb + 40 * 256 * 1024 + 3 * mb, `${busy.bytesRead()} bytes were read`);
  },
);

test("an account that is alone has half of the room, and leaves the rest to others", patient, async () => {
  await using busy = await startBusy(
    new LargeBodies({ proven: 9 * mb, graceMs: 60_000, patienceMs: 60_000 }),
  );
  for (let at = 0; at < 20; at++) await busy.begin(2 * mb, "X-Account: 1\r\n");
  await until(() => busy.bytesRead() > 4.5 * mb);
  const others = ["2", "3"].map(async (account) => await busy.send(mb, undefined, { "x-account": account }));
  await until(() => busy.working.length === 2);
  for (const done of busy.working) done();
  for (const { status } of await Promise.all(others)) assert.equal(status, 200);
});

test(
  "what comes slowly gives way to accounts that have less, and not to those that have more",
  patient,
  async () => {
    await using busy = await startBusy(new LargeBodies({ proven: 9 * mb, graceMs: 100, patienceMs: 60_000 }));
    const told = new Map<string, string>();
    const begin = async (account: string, bytes: number) => {
      const socket = await busy.begin(bytes, `X-Account: ${account}\r\n`);
      socket.setEncoding("utf8").on("data", (text: string) => told.set(account, text));
    };
    await begin("little", mb);
    for (let at = 0; at < 8; at++) await begin("much", 2 * mb);
    await until(() => told.has("much"));
    assert.match(told.get("much") ?? "", /429 .*too slowly/s);
    await delay(200);
    assert.equal(told.get("little"), undefined);
  },
);

test("small bodies that do not say how long they are cost no more than those that do", patient, async () => {
  await using busy = await startBusy(new LargeBodies());
  const all = Array.from({ length: 20 }, async () => {
    const socket = await open(
      busy.port,
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    );
    const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
    return answer;
  });
  await until(() => busy.working.length === 20);
  for (const done of busy.working) done();
  for (const answer of await Promise.all(all)) assert.match(answer, /^HTTP\/1\.1 200 /);
});
