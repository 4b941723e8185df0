import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { CustomTemplateStore } from "./store.ts";

for (const engine of engines) {
  test(`a list of templates leaves their contents where they are, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new CustomTemplateStore(database);
    const owner = { account: "000000000000", region: "us-east-1" };
    const listed = {
      owner,
      id: "cvt_1",
      name: "welcome",
      createdAt: 0,
      sender: "hello@shop.test",
      subject: "Welcome",
      successUrl: "https://shop.example/welcome",
      failureUrl: "https://shop.example/sorry",
    };
    await store.write(store.insert({ ...listed, content: "<h1>Grüße!</h1>" }, 1));
    assert.deepEqual(await store.list(owner, { after: undefined, limit: 2 }), [listed]);
    assert.deepEqual(await store.findListed(owner, "welcome"), { ...listed, contentBytes: 17 });
  });
}
