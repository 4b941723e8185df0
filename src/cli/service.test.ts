import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { createServer } from "node:net";
import { test } from "node:test";
import { readConfig } from "#config.ts";
import { forServers, MailAuthority } from "#test/support/mail-certificates.ts";
import { Service, serviceUrl } from "./service.ts";
import { type Answer, scriptedService } from "./testdata/scripted-service.ts";

function client(url: string, more: { apiKey?: string; region?: string } = {}) {
  return new Service({ url: new URL(url), apiKey: more.apiKey, region: more.region });
}

test("a call sends JSON, the key and the region, and takes data out of its envelope", async () => {
  await using service = await scriptedService(() => ({ data: { id: "x" } }));
  const caller = client(service.url, { apiKey: "secret", region: "eu-west-1" });
  assert.deepEqual(await caller.call("PUT", "v2/a?b=c", { d: 1 }), { id: "x" });
  assert.deepEqual(service.requests, [
    {
      method: "PUT",
      path: "/v2/a?b=c",
      region: "eu-west-1",
      authorization: "Bearer secret",
      body: { d: 1 },
    },
  ]);
});

test("a service below a path is called there", async () => {
  await using service = await scriptedService(() => ({ data: {} }));
  await client(`${service.url}/signet`).call("GET", "v2/a");
  assert.equal(service.requests[0]?.path, "/signet/v2/a");
});

test("the service's own words say why not", async () => {
  let answer: Answer = { status: 404, error: { code: "NOT_FOUND", message: "No such identity." } };
  await using service = await scriptedService(() => answer);
  const failing = async () => await client(service.url).call("GET", "v2/a");
  await assert.rejects(failing, { code: "NOT_FOUND", message: "No such identity." });
  const details = [{ path: "EmailIdentity", message: "There is a space in it." }];
  answer = { status: 400, error: { code: "VALIDATION_ERROR", message: "a b is invalid.", details } };
  await assert.rejects(failing, { message: "a b is invalid: There is a space in it." });
  details.splice(0, 1, { path: "EmailIdentity", message: "is invalid" });
  await assert.rejects(failing, { message: "a b is invalid." });
  answer = { status: 401, error: { code: "UNAUTHENTICATED", message: "Who are you?" } };
  await assert.rejects(failing, /^Failure: The service requires an API key: give one with --api-key/);
  for (const raw of ["<html>", "null", "[]", '"x"', "{}", ""]) {
    answer = { status: 502, raw };
    await assert.rejects(failing, /answered with HTTP 502, but not as Signet does/, raw);
  }
});

test("where nothing listens, the way to start it is said", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  await assert.rejects(
    async () => await client(`http://127.0.0.1:${port}`).call("GET", "v2/a"),
    new RegExp(`No Signet answers at http://127\\.0\\.0\\.1:${port}; start it with npm start`),
  );
});

test("of a certificate of a private authority, the way to name that one is said", async () => {
  for (const isComplete of [false, true]) {
    await using server = await encryptedServer({ isComplete });
    for (const host of ["localhost", "127.0.0.1"]) {
      await assert.rejects(
        async () => await client(`https://${host}:${server.port}`).call("GET", "v2/a"),
        /is of an authority that is not known here: name the file .* by NODE_EXTRA_CA_CERTS\.$/,
      );
    }
  }
});

test("who says https for http, or http for https, is told so", async () => {
  await using service = await scriptedService(() => ({ data: {} }));
  const { host } = new URL(service.url);
  await assert.rejects(async () => await client(`https://${host}`).call("GET", "v2/a"), {
    message: `https://${host} does not speak TLS: try http://${host}.`,
  });
  await using server = await encryptedServer();
  const there = `localhost:${server.port}`;
  await assert.rejects(async () => await client(`http://${there}`).call("GET", "v2/a"), {
    message: `http://${there} hung up without an answer. Where it speaks TLS, say https://${there}.`,
  });
});

/** Whose certificate is of an authority that nobody knows; that one's own comes with it where it is complete. */
async function encryptedServer({ isComplete = false } = {}) {
  const authority = await MailAuthority.found();
  const { own, key } = await authority.certify({ hosts: ["localhost"], purposes: [forServers], key: "p256" });
  const server = createHttpsServer({ cert: isComplete ? own + authority.pem : own, key });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

test("the configuration says where the service is", () => {
  const url = (environment: Record<string, string>) =>
    serviceUrl(readConfig(environment), (name) => name in environment).href;
  const required = { SIGNET_AUTH: "required" };
  assert.equal(url({}), "http://127.0.0.1:4579/");
  assert.equal(url({ SIGNET_HTTP: "127.0.0.1:80" }), "http://127.0.0.1/");
  assert.equal(url({ SIGNET_HTTP: "0.0.0.0:99", ...required }), "http://127.0.0.1:99/");
  assert.equal(url({ SIGNET_HTTP: "[::]:99", ...required }), "http://[::1]:99/");
  assert.equal(url({ SIGNET_PUBLIC_URL: "https://mail.example.com" }), "https://mail.example.com/");
  assert.equal(
    url({ SIGNET_PUBLIC_URL: "https://m.example", SIGNET_HTTP: "127.0.0.1:99" }),
    "http://127.0.0.1:99/",
  );
});
