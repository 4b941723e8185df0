import assert from "node:assert/strict";
import { test } from "node:test";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface Listed {
  readonly templates: readonly { readonly name: string; readonly created_at: string }[];
  readonly next_token: string | null;
}

for (const engine of engines) {
  test(`templates are found by a part of their name, in pages, on ${engine}`, async () => {
    await using world = await World.start(engine);
    for (const TemplateName of ["Order-Paid", "order_sent", "welcome", "reORDER"]) {
      await world.plain("POST", "/v2/email/templates", { TemplateName, TemplateContent: { Subject: "Hi" } });
    }
    const list = async (query: string) => await world.plain<Listed>("GET", `/signet/v1/templates?${query}`);
    const namesOf = ({ templates }: Listed) => templates.map(({ name }) => name);
    assert.deepEqual(namesOf(await list("")), ["Order-Paid", "order_sent", "reORDER", "welcome"]);
    assert.deepEqual(namesOf(await list("name=order")), ["Order-Paid", "order_sent", "reORDER"]);
    for (const none of ["name=_%25", "name=%25", "name=nothing"])
      assert.deepEqual(namesOf(await list(none)), []);
    const first = await list("name=ORDER&page_size=2");
    assert.deepEqual(namesOf(first), ["Order-Paid", "order_sent"]);
    const next = await list(`name=ORDER&page_size=2&next_token=${first.next_token ?? ""}`);
    assert.deepEqual(namesOf(next), ["reORDER"]);
    assert.equal(next.next_token, null);
    assert.equal((await world.call("GET", "/signet/v1/templates?name=%00")).status, 400);
  });
}
