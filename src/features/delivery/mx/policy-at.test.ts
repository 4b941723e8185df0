import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import { test } from "node:test";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";
import { policyAt } from "./sts-policies.ts";

const text = "version: STSv1\nmode: enforce\nmx: mx.far.example\nmax_age: 86400\n";
const form = { "content-type": "text/plain; charset=utf-8" };

/** A policy's server, under a certificate that is for `names`. */
async function startPolicyServer(names: readonly string[], answer: (response: ServerResponse) => void) {
  const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = selfSignedCertificate({
    commonName: "policies",
    names,
    notBefore: Date.now() - 60_000,
    days: 2,
    keyPair,
  });
  const key = keyPair.privateKey.export({ format: "pem", type: "pkcs8" });
  const asked: string[] = [];
  const server = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(`${request.method} ${request.headers.host?.replace(/:\d+$/, "")}${request.url}`);
    answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  const url = `https://mta-sts.far.example:${address.port}/.well-known/mta-sts.txt`;
  const options = {
    refusedAddress: createAddressPolicy(["127.0.0.0/8"]),
    addressesOf: async () => ["127.0.0.1"],
    trustedCertificates: [certificate],
    timeoutMs: 300,
  };
  return {
    asked,
    certificate,
    policy: async (changes: Partial<typeof options> = {}) => {
      const got = await policyAt(url, { ...options, ...changes });
      return "text" in got ? got.text : got.fault;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const host = ["mta-sts.far.example"];

test("a policy is read from its server, under a certificate for the policy's host", async () => {
  await using server = await startPolicyServer(host, (response) => response.writeHead(200, form).end(text));
  assert.equal(await server.policy(), text);
  assert.deepEqual(server.asked, ["GET mta-sts.far.example/.well-known/mta-sts.txt"]);
});

test("nothing is taken for a policy under a certificate that nobody vouches for, or that is for another name", async () => {
  await using stranger = await startPolicyServer(host, (response) => response.writeHead(200, form).end(text));
  assert.equal(await stranger.policy({ trustedCertificates: [] }), "sts-webpki-invalid");
  await using other = await startPolicyServer(["far.example", "mx.far.example"], (response) =>
    response.writeHead(200, form).end(text),
  );
  assert.equal(await other.policy(), "sts-webpki-invalid");
  assert.deepEqual([...stranger.asked, ...other.asked], []);
});

test("a policy's server at a reserved address is not contacted", async () => {
  await using server = await startPolicyServer(host, (response) => response.writeHead(200, form).end(text));
  assert.equal(await server.policy({ refusedAddress: createAddressPolicy() }), "sts-policy-fetch-error");
  assert.deepEqual(server.asked, []);
});

const noPolicies: readonly [what: string, answer: (response: ServerResponse) => void][] = [
  [
    "one that is elsewhere",
    (response) => response.writeHead(301, { ...form, location: "/other.txt" }).end(text),
  ],
  ["one that is not there", (response) => response.writeHead(404, form).end(text)],
  ["a page", (response) => response.writeHead(200, { "content-type": "text/html" }).end(text)],
  ["what has no form", (response) => response.writeHead(200).end(text)],
  ["more than 64 KB", (response) => response.writeHead(200, form).end(text + "x: y\n".repeat(20_000))],
  ["half of one", (response) => response.writeHead(200, { ...form, "content-length": 1_000 }).write(text)],
  ["silence", () => {}],
];

for (const [what, answer] of noPolicies) {
  test(`no policy is ${what}`, async () => {
    await using server = await startPolicyServer(host, answer);
    assert.equal(await server.policy(), "sts-policy-fetch-error");
    assert.equal(server.asked.length, 1);
  });
}
