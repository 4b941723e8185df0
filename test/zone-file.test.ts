import assert from "node:assert/strict";
import { test } from "node:test";
import { DkimKeys } from "#features/dkim-keys/index.ts";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { signet } from "#test/support/command-line.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";

for (const engine of engines) {
  test(`the zone file holds the keys that exist, of every account and region, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    const owners = [
      { account: "000000000000", region: "us-east-1" },
      { account: "111111111111", region: "eu-west-1" },
    ];
    const made: string[] = [];
    const empty: string[] = [];
    {
      await using database = await openDatabase(place);
      const dkimKeys = new DkimKeys({
        store: new DkimKeyStore(database),
        secrets: secretsUnder(Buffer.alloc(32)),
        clock: systemClock,
        random: systemRandom,
      });
      for (const owner of owners) {
        const issued = dkimKeys.changesToIssueTokens(owner, "example.com");
        await database.write(issued.changes);
        const keys = await dkimKeys.withFirstKey(owner, "example.com", 1024);
        for (const { selector, state } of keys) (state.stage === "empty" ? empty : made).push(selector);
      }
    }
    const environment = {
      SIGNET_DATA: place.folder,
      SIGNET_ZONE: "signet.example",
      ...(place.url === undefined ? {} : { SIGNET_DATABASE_URL: place.url }),
    };
    const { code, out } = await signet(["zone", "--file", "--address", "192.0.2.1"], environment);
    assert.equal(code, 0);
    assert.match(out, /^ns1\.signet\.example\.\t3600\tIN\tA\t192\.0\.2\.1$/m);
    assert.match(out, /^signet\.example\.\t3600\tIN\tMX\t10 mx\.signet\.example\.$/m);
    assert.match(out, /^[a-z0-9]+\._domainkey\.signet\.example\.\t300\tIN\tTXT\t"v=DKIM1; k=rsa; p=/m);
    assert.equal(made.length, 2);
    const keyLine = (token: string) => `${token}.dkim.signet.example.\t300\tIN\tTXT\t"v=DKIM1; k=rsa; p=`;
    for (const token of made) assert.ok(out.includes(keyLine(token)), token);
    for (const token of empty) assert.ok(!out.includes(token), token);
  });
}
