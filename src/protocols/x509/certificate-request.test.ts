import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { ServerAuthority } from "#test/support/server-authority.ts";
import { certificateRequest } from "./certificate-request.ts";

test("an authority finds the names and the key in a request, and that it is signed", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const names = ["mail.example.com", "*.mail.example.com"];
  const request = certificateRequest(names, privateKey);
  const authority = await ServerAuthority.found();
  assert.deepEqual(await authority.namesIn(request), names);
  const made = new X509Certificate(await authority.certify(request, { from: 0, until: Date.now() }));
  assert.ok(made.checkPrivateKey(privateKey));
  request[request.length - 1] = (request.at(-1) ?? 0) ^ 1;
  await assert.rejects(authority.namesIn(request));
});
