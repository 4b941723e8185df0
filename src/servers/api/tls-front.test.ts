import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request } from "node:https";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { dayMs } from "#platform/clock.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";
import { apiKey, type Stub, startStub } from "#test/support/stub-server.ts";
import type { ApiServerOptions } from "./server.ts";
import type { TlsFrontOptions } from "./tls-front.ts";

const host = "mail.example.com";

function certificateFor(commonName: string) {
  const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const notBefore = Date.now() - dayMs;
  return {
    cert: selfSignedCertificate({ commonName, names: [host], notBefore, days: 9, keyPair }),
    key: keyPair.privateKey.export({ format: "pem", type: "pkcs8" }) as string,
  };
}

const first = certificateFor("first");

/** The API, in TLS too; `shown` may be replaced. */
async function startTls(front: Partial<TlsFrontOptions> = {}, options: Partial<ApiServerOptions> = {}) {
  const shown = { current: first, refresh: async () => shown.current };
  const https = { host: "127.0.0.1", port: 0, certificate: shown, onError: assert.fail, ...front };
  return { shown, stub: await startStub({ https, ...options }) };
}

interface Asked {
  readonly path?: string;
  readonly ca?: string;
  readonly headers?: Record<string, string>;
}

async function get(
  { server }: Stub,
  { path = "/v2/email/identities/x", ca = first.cert, headers = {} }: Asked = {},
): Promise<IncomingMessage> {
  const asking = request({
    host: "127.0.0.1",
    port: server.httpsPort,
    servername: host,
    path,
    ca,
    agent: false,
    headers: { authorization: `Bearer ${apiKey}`, host, ...headers },
  });
  const answered = once(asking, "response");
  asking.end();
  const [answer] = (await answered) as [IncomingMessage];
  return answer;
}

test("in TLS the same is answered as without, and it is known that it was", async () => {
  const { stub } = await startTls();
  await using _ = stub;
  const answer = await get(stub);
  assert.equal(answer.statusCode, 200);
  assert.match(await text(answer), /"success":true/);
  const created = request({
    host: "127.0.0.1",
    port: stub.server.httpsPort,
    servername: host,
    ca: first.cert,
    method: "POST",
    path: "/v2/email/identities",
    agent: false,
    headers: { authorization: `Bearer ${apiKey}` },
  });
  created.end('{"EmailIdentity":"x.example"}');
  const [response] = (await once(created, "response")) as [IncomingMessage];
  await text(response);
  assert.equal(stub.callers[0]?.secure, true);
});

test("browsers are to come in TLS alone to the public name, and nobody is told so of another", async () => {
  const { stub } = await startTls({}, { publicUrl: new URL(`https://${host}`), mode: "required" });
  await using _ = stub;
  const told = async (asked: Asked) => {
    const answer = await get(stub, { path: "/healthz", ...asked });
    await text(answer);
    return answer.headers["strict-transport-security"];
  };
  assert.equal(await told({}), "max-age=31536000");
  assert.equal(await told({ headers: { host: "links.customer.example" } }), undefined);
  const asking = requestPlain(`${stub.server.url}/healthz`, { headers: { host }, agent: false }).end();
  const [plain] = (await once(asking, "response")) as [IncomingMessage];
  await text(plain);
  assert.equal(plain.headers["strict-transport-security"], undefined);
});

test("who connects after a certificate was renewed is shown the new one", async () => {
  const { stub, shown } = await startTls();
  await using _ = stub;
  await text(await get(stub));
  shown.current = certificateFor("second");
  // The one that has it looked for may still see the old one.
  await get(stub).then(text, () => {});
  assert.equal((await get(stub, { ca: shown.current.cert })).statusCode, 200);
});

async function open({ server }: Stub, localAddress: string): Promise<Socket> {
  const socket = connect({ port: server.httpsPort ?? 0, host: "127.0.0.1", localAddress });
  socket.on("error", () => {}).resume();
  await once(socket, "connect");
  return socket;
}

test("connections in which TLS never begins make room, the oldest first, and no network has more than its share", async () => {
  const { stub } = await startTls({ mostHandshakes: 3 });
  await using _ = stub;
  const silent = [await open(stub, "127.0.1.1"), await open(stub, "127.0.2.1")];
  const closes = once(await open(stub, "127.0.2.1"), "close");
  await closes;
  const firstCloses = once(silent[0] as Socket, "close");
  silent.push(await open(stub, "127.0.3.1"), await open(stub, "127.0.4.1"));
  await firstCloses;
  assert.equal((await get(stub)).statusCode, 200);
  for (const socket of silent) socket.destroy();
});

test("connections from one port to two addresses are two, and who has ended them is let in again", async () => {
  const { stub } = await startTls({ host: "0.0.0.0", mostHandshakes: 16 });
  await using _ = stub;
  const from = { port: stub.server.httpsPort ?? 0, localAddress: "127.0.1.1" };
  const one = connect({ ...from, host: "127.0.0.1" }).on("error", () => {});
  await once(one, "connect");
  const other = connect({ ...from, host: "127.0.0.2", localPort: one.localPort }).on("error", () => {});
  await once(other, "connect");
  const closed = [one, other].map(async (socket) => await once(socket.resume(), "close"));
  for (const socket of [one, other]) socket.write("no TLS");
  await Promise.all(closed);
  const silent = await open(stub, "127.0.1.1");
  const again = connectTls({ ...from, host: "127.0.0.1", servername: host, ca: first.cert });
  await once(again, "secureConnect");
  for (const socket of [silent, again]) socket.destroy();
});

test("a handshake that does not end is not waited for, and what is no TLS is let go", async () => {
  const { stub } = await startTls({ handshakeMs: 50 });
  await using _ = stub;
  const silent = await open(stub, "127.0.1.1");
  await once(silent, "close");
  const plain = await open(stub, "127.0.1.1");
  plain.write("GET / HTTP/1.1\r\n\r\n");
  await once(plain, "close");
});

test("what is in work in TLS is answered when the service stops, and idle connections are closed", async () => {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const { stub } = await startTls(
    {},
    {
      handlers: {
        async GetEmailIdentity() {
          started.resolve();
          await release.promise;
          return {};
        },
      },
    },
  );
  const idle = connectTls({
    host: "127.0.0.1",
    port: stub.server.httpsPort ?? 0,
    servername: host,
    ca: first.cert,
  });
  await once(idle, "secureConnect");
  const closed = once(idle.resume(), "close");
  const answer = get(stub);
  await started.promise;
  const stopped = stub[Symbol.asyncDispose]();
  await closed;
  release.resolve();
  assert.equal((await answer).statusCode, 200);
  await stopped;
});
