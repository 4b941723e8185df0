import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { apiKey, startStub } from "#test/support/stub-server.ts";
import { Document } from "./document.ts";

/** More than the system holds for a connection. */
const large = new Uint8Array(64 * 1024 * 1024);

/** A server whose answers are large, and who asked it and was let in, in turn. */
async function startLarge() {
  const asked: string[] = [];
  const held: string[] = [];
  let heard = Promise.withResolvers<void>();
  const stub = await startStub({
    routes: [
      {
        method: "GET",
        path: "/signet/v1/things/:id",
        async handle({ params: { id = "" }, makeRoom }) {
          asked.push(id);
          heard.resolve();
          await makeRoom();
          held.push(id);
          heard.resolve();
          return new Document("application/octet-stream", large);
        },
      },
    ],
  });
  return {
    stub,
    asked,
    held,
    /** Asks for all of them on one connection, and reads nothing. */
    ask(...ids: string[]) {
      const socket = connect(stub.server.port, "127.0.0.1").on("error", () => {});
      for (const id of ids) socket.write(`GET /signet/v1/things/${id} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      return socket;
    },
    async until(isSo: () => boolean) {
      while (!isSo()) {
        await heard.promise;
        heard = Promise.withResolvers();
      }
    },
    async [Symbol.asyncDispose]() {
      await stub[Symbol.asyncDispose]();
    },
  };
}

test("of large answers that nobody reads four are held for an account, and no other account waits for them", async () => {
  await using scene = await startLarge();
  const { stub, asked, held } = scene;
  const sockets = new Map(["1", "2", "3", "4", "5", "6"].map((id) => [id, scene.ask(id)]));
  await scene.until(() => asked.length === 6);
  const headers = { authorization: `Bearer ${apiKey}` };
  const other = await fetch(`${stub.server.url}/signet/v1/things/other`, { headers });
  assert.equal((await other.arrayBuffer()).byteLength, large.length);
  assert.equal(held.filter((id) => id !== "other").length, 4);
  sockets.get(held[0] ?? "")?.destroy();
  await scene.until(() => held.length === 6);
  for (const socket of sockets.values()) socket.destroy();
});

test("of operations whose answers are large four are held, too, and who leaves the line is no failure of ours", async () => {
  const TemplateContent = "x".repeat(large.length);
  let [asks, held] = [0, 0];
  const heard = { asked: Promise.withResolvers<void>(), held: Promise.withResolvers<void>() };
  await using stub = await startStub({
    handlers: {
      async GetCustomVerificationEmailTemplate(_input, { owner }, asked) {
        asks += 1;
        if (asks === 6) heard.asked.resolve();
        await asked.makeRoom(owner);
        held += 1;
        if (held === 5) heard.held.resolve();
        return { TemplateContent };
      },
    },
  });
  const path = "/v2/email/custom-verification-email-templates/t";
  const sockets = Array.from({ length: 6 }, () => {
    const socket = connect(stub.server.port, "127.0.0.1").on("error", () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return socket;
  });
  await heard.asked.promise;
  const headers = { authorization: `Bearer ${apiKey}` };
  assert.equal((await fetch(`${stub.server.url}${path}`, { headers })).status, 200);
  assert.equal(held, 5);
  for (const socket of sockets) socket.destroy();
  await stub[Symbol.asyncDispose]();
  assert.deepEqual(stub.logged, []);
});

test("whoever asks for several on one connection and goes leaves room for all that come after", async () => {
  await using scene = await startLarge();
  const { asked, held } = scene;
  const gone = scene.ask("1", "2", "3", "4", "5", "6");
  await scene.until(() => asked.length === 6 && held.length === 4);
  gone.destroy();
  const sockets = ["7", "8", "9", "10"].map((id) => scene.ask(id));
  await scene.until(() => ["7", "8", "9", "10"].every((id) => held.includes(id)));
  for (const socket of sockets) socket.destroy();
});

test("who leaves much unread of many answers is answered no more of them, and others are", async () => {
  const TemplateContent = "x".repeat(20 * 1024 * 1024);
  let gone = Promise.withResolvers<void>();
  await using stub = await startStub({
    handlers: {
      GetCustomVerificationEmailTemplate(_input, _caller, { signal }) {
        signal.addEventListener("abort", () => gone.resolve());
        return { TemplateContent };
      },
    },
  });
  const path = "/v2/email/custom-verification-email-templates/t";
  const sockets = Array.from({ length: 3 }, () =>
    connect(stub.server.port, "127.0.0.1").on("error", () => {}),
  );
  for (const socket of sockets) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await once(socket, "readable");
  }
  const ask = async (headers = {}) => {
    const answer = await fetch(`${stub.server.url}${path}`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  assert.equal(await ask(), 429);
  assert.equal(await ask({ authorization: `Bearer ${apiKey}` }), 200);
  gone = Promise.withResolvers();
  sockets[0]?.destroy();
  await gone.promise;
  assert.equal(await ask(), 200);
  for (const socket of sockets) socket.destroy();
});
