import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { known, startStub } from "#test/support/stub-server.ts";

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
