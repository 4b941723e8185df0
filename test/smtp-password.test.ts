import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { deriveSmtpPassword } from "#features/access-keys/index.ts";
import { signet } from "./support/command-line.ts";
import { newDatabasePlace } from "./support/engines.ts";

test("signet smtp-password prints what belongs to a key in a region", async () => {
  await using place = await newDatabasePlace("sqlite");
  const environment = { SIGNET_DATA: place.folder };
  const created = await signet(["keys", "create", "--json"], environment);
  const { id, secret } = JSON.parse(created.out) as { id: string; secret: string };
  const printed = async (...more: string[]) =>
    (await signet(["smtp-password", id, ...more], environment)).out.trim();
  assert.equal(await printed(), deriveSmtpPassword(secret, "us-east-1"));
  assert.equal(await printed("--region", "eu-west-1"), deriveSmtpPassword(secret, "eu-west-1"));
  const unknown = await signet(["smtp-password", "AKIANOBODY"], environment);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /^signet: There is no access key AKIANOBODY in force\. 'signet keys list' shows/);
  assert.ok(unknown.err.includes(`(Looked for in ${join(place.folder, "signet.sqlite")};`));
});
