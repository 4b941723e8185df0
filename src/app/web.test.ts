import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { forServers, MailAuthority } from "#test/support/mail-certificates.ts";
import { NameServer } from "#test/support/name-server.ts";
import { Web } from "./web.ts";

test("a name whose addresses could not be found out is not said to have none", async () => {
  await using resolver = await NameServer.start("127.0.0.1");
  resolver.zone("far.test", "bare TXT nothing");
  resolver.behave("away.far.test", "servfail");
  await using web = new Web(
    { resolvers: [{ host: resolver.address, port: resolver.port }], privateNetworks: [] },
    { random: systemRandom },
  );
  const reasonOf = async (url: string) => {
    const got = await web.askNamed("https://named.test/", url, { method: "GET", headers: {}, body: "" });
    return got.kind === "failed" ? got.reason : got.kind;
  };
  assert.equal(await reasonOf("https://bare.far.test/"), "The name bare.far.test has no address.");
  assert.match(
    await reasonOf("https://away.far.test/"),
    /^The addresses of away\.far\.test could not be found out: .+\.$/,
  );
});

test("of a server whose certificate is of a private authority, the way to name that one is said to the operator alone", async () => {
  const authority = await MailAuthority.found();
  const purposes = { hosts: ["localhost"], purposes: [forServers], key: "p256" } as const;
  const { own: cert, key } = await authority.certify(purposes);
  await using web = new Web({ resolvers: [], privateNetworks: ["127.0.0.0/8"] }, { random: systemRandom });
  for (const shown of [cert, cert + authority.pem]) {
    const server = createServer({ cert: shown, key }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const content = { headers: {}, body: "" };
    const [asked, posted] = [
      await web.askNamed(url, url, { method: "GET", ...content }),
      await web.post(url, content),
    ];
    const unknown = "Its certificate is of an authority that is not known here.";
    assert.deepEqual(
      [asked, posted].map((got) => (got.kind === "failed" ? [got.reason, got.isUntrusted] : got)),
      [
        [`${unknown} The file with that one's own is named by NODE_EXTRA_CA_CERTS.`, true],
        [unknown, true],
      ],
    );
    server.close();
    await once(server, "close");
  }
});

test("a server that the operator named is asked at a private address, and leads to no other there", async () => {
  await using resolver = await NameServer.start("127.0.0.1");
  resolver.zone("far.test", "inside A 127.0.0.1");
  const servers = await Promise.all(
    Array.from({ length: 2 }, async () => {
      const server = createPlainServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const [named, other] = servers.map((server) => (server.address() as AddressInfo).port);
  await using web = new Web(
    { resolvers: [{ host: resolver.address, port: resolver.port }], privateNetworks: [] },
    { random: systemRandom },
  );
  const directory = `http://inside.far.test:${named}/directory`;
  const askFor = async (url: string) =>
    await web.askNamed(directory, url, { method: "GET", headers: {}, body: "" });
  assert.equal((await askFor(directory)).kind, "answered");
  assert.equal((await askFor(`http://inside.far.test:${named}/elsewhere`)).kind, "answered");
  for (const url of [`http://inside.far.test:${other}/`, `http://127.0.0.1:${named}/`]) {
    const got = await askFor(url);
    assert.match(got.kind === "failed" ? got.reason : got.kind, /^127\.0\.0\.1 is not contacted: /, url);
  }
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
});
