import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

for (const engine of engines) {
  test(`a call with an Idempotency-Key is done once and answered alike, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "once.test");
    const send = async (key: string, text = "Hello") =>
      await world.call(
        "POST",
        "/v2/email/outbound-emails",
        {
          FromEmailAddress: "ann@once.test",
          Destination: { ToAddresses: ["bob@once.example"] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: text } } } },
        },
        { "idempotency-key": key },
      );
    const first = await send("one");
    assert.equal(first.status, 200);
    assert.deepEqual(await send("one"), first);
    const together = await Promise.all([send("two"), send("two")]);
    assert.ok(together.some(({ status }) => status === 200));
    for (const answer of together) {
      assert.ok(answer.status === 200 || answer.error?.code === "CONFLICT", JSON.stringify(answer));
    }
    const other = await send("one", "Something else");
    assert.deepEqual([other.status, other.error?.code], [409, "CONFLICT"]);
    await world.settle();
    const { messages } = await world.plain<{ messages: unknown[] }>(
      "GET",
      "/signet/v1/inbox?to=bob@once.example",
    );
    assert.equal(messages.length, 2);
    await world.leap(dayMs + 61 * minuteMs);
    const later = await send("one");
    assert.notDeepEqual(later, first);
  });
}

describe("what failed", () => {
  test("may be asked again with the same key", async () => {
    await using world = await World.start("sqlite");
    const create = async () =>
      await world.call(
        "POST",
        "/v2/email/identities",
        { EmailIdentity: "again.test", ConfigurationSetName: "late" },
        {
          "idempotency-key": "k",
        },
      );
    assert.equal((await create()).status, 404);
    await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "late" });
    assert.equal((await create()).status, 200);
  });
});

test("a call that only reads is made anew, and nothing of its answer is kept", async () => {
  await using world = await World.start("sqlite");
  const template = { TemplateContent: { Subject: "{{x}}", Text: "{{#each list}}{{../x}}{{/each}}" } };
  await world.plain("POST", "/v2/email/templates", { TemplateName: "large", ...template });
  const render = async (x: string) =>
    await world.call(
      "POST",
      "/v2/email/templates/large/render",
      { TemplateData: JSON.stringify({ x, list: [1, 2, 3] }) },
      { "idempotency-key": "r" },
    );
  assert.equal((await render("one")).status, 200);
  assert.equal((await render("two")).status, 200);
});
