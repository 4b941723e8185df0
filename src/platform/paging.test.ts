import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { CallerError } from "./errors.ts";
import { type PageRequest, readPage, readSearchPage } from "./paging.ts";

const names = Array.from({ length: 250 }, (_, at) => `name-${String(at).padStart(3, "0")}`);

async function page(request: PageRequest, name = "names") {
  return await readPage(request, {
    name,
    positionOf: (item: string) => item,
    read: ({ after, limit }) =>
      Promise.resolve(names.filter((item) => after === undefined || item > after).slice(0, limit)),
  });
}

function refusal(message: RegExp) {
  return (error: unknown) =>
    error instanceof CallerError && error.problem === "bad-request" && message.test(error.message);
}

test("the pages together are the list, and the last has no token", async () => {
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const { items, nextToken } = await page({ size: 99, token });
    seen.push(...items);
    token = nextToken;
  } while (token !== undefined);
  assert.deepEqual(seen, names);
});

test("a page that ends with the list has no token", async () => {
  assert.equal((await page({ size: 250 })).nextToken, undefined);
  assert.notEqual((await page({ size: 249 })).nextToken, undefined);
});

test("without a size, or with 0, a page has 100 items", async () => {
  assert.equal((await page({})).items.length, 100);
  assert.equal((await page({ size: 0 })).items.length, 100);
});

test("a size out of bounds is refused", async () => {
  await assert.rejects(page({ size: -1 }), refusal(/'pageSize' .* greater than or equal to 0$/));
  await assert.rejects(page({ size: 1_001 }), refusal(/less than or equal to 1000$/));
});

test("what is refused is called what the caller calls it", async () => {
  const called = { size: "MaxItems", token: "next_token" };
  await assert.rejects(page({ size: -1, called }), refusal(/'maxItems'/));
  await assert.rejects(page({ token: "x", called }), refusal(/^The next_token is not valid\.$/));
});

test("a token of another list is refused", async () => {
  const { nextToken } = await page({ size: 1 });
  assert.equal((await page({ size: 1, token: nextToken })).items[0], "name-001");
  await assert.rejects(page({ token: nextToken }, "others"), refusal(/NextToken/));
});

test("an empty token asks for the first page, as none does", async () => {
  assert.deepEqual(await page({ token: "" }), await page({}));
});

test("a token that nobody gave is refused", async () => {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = [
    "x",
    "null",
    json(null),
    json([2, "names", "a"]),
    json([1, "names"]),
    json([1, "names", 1]),
    json([1, "names", "\u0000"]),
    json([1, "names", "x".repeat(513)]),
    "a".repeat(100_000),
  ];
  for (const token of forged) await assert.rejects(page({ token }), refusal(/NextToken/), token.slice(0, 40));
});

test("random tokens are read or refused, never anything else", async () => {
  const random = seeded(11);
  const { nextToken = "" } = await page({ size: 3 });
  for (let round = 0; round < 2_000; round += 1) {
    const bytes = Buffer.from(nextToken);
    for (let hits = random.below(4); hits >= 0; hits -= 1)
      bytes[random.below(bytes.length)] = random.below(256);
    try {
      await page({ token: bytes.toString("latin1") });
    } catch (error) {
      assert.ok(refusal(/NextToken/)(error), String(error));
    }
  }
});

test("a search that looked at enough ends its page, and goes on from there", async () => {
  const thousand = Array.from({ length: 1_000 }, (_, at) => String(at).padStart(4, "0"));
  const search = async (token: string | undefined) =>
    await readSearchPage(
      { size: 2, token },
      {
        name: "numbers",
        positionOf: (item: string) => item,
        mostLookedAt: 300,
        lookedAtOnce: () => 100,
        read: async ({ after = "", limit }) => {
          const stretch = thousand.filter((item) => item > after).slice(0, limit);
          const reached = stretch.length < limit ? undefined : stretch.at(-1);
          return { items: stretch.filter((item) => item.endsWith("777")), reached };
        },
      },
    );
  const pages: (readonly string[])[] = [];
  let token: string | undefined;
  do {
    const { items, nextToken } = await search(token);
    pages.push(items);
    token = nextToken;
  } while (token !== undefined);
  assert.deepEqual(pages, [[], [], ["0777"], []]);
});
