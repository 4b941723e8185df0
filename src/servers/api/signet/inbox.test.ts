import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type DeliveryWorld, newDeliveryWorld } from "#test/support/deliveries.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { startStub } from "#test/support/stub-server.ts";
import { inboxRoutes } from "./inbox.ts";

const hostile =
  "From: Eve <eve@example.com>\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n<script>1</script>\r\n";

async function startApi(engine: Engine) {
  const world: DeliveryWorld = await newDeliveryWorld(engine);
  const stub = await startStub({
    routes: inboxRoutes({
      inbox: world.inbox,
      signatureVerdicts: { of: async () => [], byKeptKeys: async () => [] },
      resending: { release: async () => assert.fail() },
    }),
  });
  const worker = world.worker();
  return {
    world,
    retire: () => stub.server.retire(),
    fetch: async (target: string, method = "GET", signal: AbortSignal | null = null) =>
      await fetch(`${stub.server.url}/signet/v1/inbox${target}`, { method, signal }),
    receive: async (to: string, content?: string) => {
      await world.send({
        recipients: [to],
        ...(content === undefined ? {} : { content: Buffer.from(content) }),
      });
      await worker.idle();
    },
    [Symbol.asyncDispose]: async () => {
      await worker[Symbol.asyncDispose]();
      await stub[Symbol.asyncDispose]();
      assert.deepEqual(stub.logged, []);
      await world[Symbol.asyncDispose]();
    },
  };
}

/** The members of a good answer. */
async function dataOf<Data>(answer: Response): Promise<Data> {
  const { success, data } = (await answer.json()) as { success: boolean; data: Data };
  assert.ok(success);
  return data;
}

interface Listed {
  messages: { id: string; to: string[]; subject: string }[];
  next_token: string | null;
}

for (const engine of engines) {
  describe(`/signet/v1/inbox on ${engine}`, () => {
    test("lists by page and filter, shows one, and removes", async () => {
      await using api = await startApi(engine);
      for (const to of ["one@example.com", "two@example.com", "three@example.com"]) await api.receive(to);
      const first = await dataOf<Listed>(await api.fetch("?page_size=2"));
      assert.equal(first.messages.length, 2);
      const rest = await dataOf<Listed>(await api.fetch(`?page_size=2&next_token=${first.next_token}`));
      assert.deepEqual([rest.messages[0]?.to, rest.next_token], [["one@example.com"], null]);
      const found = await dataOf<Listed>(
        await api.fetch("?to=TWO@example.com&subject=hello&since=2026-01-01"),
      );
      assert.deepEqual(found.messages[0]?.to, ["two@example.com"]);
      const id = found.messages[0]?.id ?? "";
      const shown = await dataOf<{ id: string; created_at: string; text: string; source: string }>(
        await api.fetch(`/${id}`),
      );
      assert.equal(shown.id, id);
      assert.equal(shown.created_at, "2026-11-23T12:00:00Z");
      assert.equal(shown.text.trim(), "Hello,");
      assert.match(shown.source, /^From: Signet/);
      assert.equal((await api.fetch(`/${id}`, "DELETE")).status, 200);
      assert.equal((await api.fetch(`/${id}`)).status, 404);
      assert.deepEqual(await dataOf(await api.fetch("", "DELETE")), { removed: 2 });
    });

    test("waits for a message, or says that none came", async () => {
      await using api = await startApi(engine);
      const waiting = api.fetch("/wait?to=ann@example.com&timeout_seconds=60");
      await api.receive("bob@example.com");
      await api.receive("ann@example.com");
      const { message } = await dataOf<{ message: { id: string; to: string[]; text: string } }>(
        await waiting,
      );
      assert.deepEqual([message.to, message.text.trim()], [["ann@example.com"], "Hello,"]);
      const none = await api.fetch(`/wait?after=${message.id}&timeout_seconds=0`);
      assert.deepEqual(await dataOf(none), { message: null });
    });

    test("who goes away while waiting is no failure of ours to be logged", async () => {
      await using api = await startApi(engine);
      const { clock } = api.world;
      await api.receive("ann@example.com");
      const others = clock.sleepers;
      const leaving = new AbortController();
      const waiting = api.fetch("/wait?to=bob@example.com&timeout_seconds=60", "GET", leaving.signal);
      while (clock.sleepers === others) await turn();
      leaving.abort();
      await assert.rejects(waiting, { name: "AbortError" });
      while (clock.sleepers > others) await turn();
    });

    test("who waits while the service stops is told at once to come again", async () => {
      await using api = await startApi(engine);
      const { clock } = api.world;
      const others = clock.sleepers;
      const waiting = api.fetch("/wait?timeout_seconds=60");
      while (clock.sleepers === others) await turn();
      api.retire();
      const answer = await waiting;
      assert.equal(answer.status, 503);
      assert.match(await answer.text(), /about to stop/);
      assert.equal((await api.fetch("/wait?timeout_seconds=60")).status, 503);
      assert.deepEqual(await dataOf(await api.fetch("/wait?timeout_seconds=0")), { message: null });
    });

    test("what a stranger wrote is shown in a sandbox, and its source as it is", async () => {
      await using api = await startApi(engine);
      await api.receive("ann@example.com", hostile);
      const { messages } = await dataOf<Listed>(await api.fetch(""));
      const rendered = await api.fetch(`/${messages[0]?.id}/rendered`);
      assert.equal(rendered.headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(
        rendered.headers.get("content-security-policy"),
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
      );
      assert.equal(rendered.headers.get("x-content-type-options"), "nosniff");
      assert.equal(rendered.headers.get("x-dns-prefetch-control"), "off");
      assert.equal((await rendered.text()).trim(), "<script>1</script>");
      const source = await api.fetch(`/${messages[0]?.id}/source`);
      assert.equal(source.headers.get("content-type"), "message/rfc822");
      assert.match(
        source.headers.get("content-disposition") ?? "",
        /^attachment; filename="inb_[\w-]+\.eml"$/,
      );
      assert.equal(await source.text(), hostile);
    });

    test("what makes no sense is refused, and what is not there is not found", async () => {
      await using api = await startApi(engine);
      const refused = [
        "?since=yesterday",
        "?subject=%00",
        "?page_size=ten",
        "?page_size=1001",
        "?next_token=x",
        "/wait?timeout_seconds=61",
        "/wait?after=%00",
        "/%00",
      ];
      for (const target of refused) assert.equal((await api.fetch(target)).status, 400, target);
      const { error } = (await (await api.fetch("?next_token=x")).json()) as {
        error: { message: string; details: { path: string }[] };
      };
      assert.deepEqual(
        [error.message, error.details[0]?.path],
        ["The next_token is not valid.", "next_token"],
      );
      for (const target of ["/x", "/inb_1/source", "/inb_1/rendered"]) {
        assert.equal((await api.fetch(target)).status, 404, target);
      }
    });
  });
}
