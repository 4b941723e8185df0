import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startStub } from "#test/support/stub-server.ts";
import { consolePages } from "./index.ts";

const notBuilt = { headers: { "content-type": "text/html; charset=utf-8" }, page: "not built" };
const asBrowser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function startConsole(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "signet-console-"));
  const write = async (name: string, content: string) => {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  const isOwnHost = (host: string) => host.startsWith("127.0.0.1:");
  const stub = await startStub({
    pages: [consolePages({ folder: join(folder, "dist"), isOwnHost, notBuilt })],
  });
  return {
    write,
    get: async (path: string, headers: Record<string, string> = {}) =>
      await fetch(`${stub.server.url}${path}`, { headers }),
    /** Sends the target as it is, which `fetch` would straighten, and any host. */
    statusOf: async (path: string, headers: Record<string, string> = {}) => {
      const sent = request({ port: stub.server.port, path, headers, agent: false }).end();
      const [answer] = (await once(sent, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    },
    [Symbol.asyncDispose]: async () => {
      await stub[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const built = {
  "dist/index.html": "<title>Signet</title>",
  "dist/.built-from": "secret",
  "dist/favicon.svg": "<svg/>",
  "dist/assets/page-abc123.js": "export {};".repeat(1_000),
  "dist/assets/data.bin": "x",
  "outside.txt": "outside",
};

test("every address in the console is its one page, under a strict policy", async () => {
  await using console = await startConsole(built);
  for (const [path, headers] of [
    ["/", {}],
    ["/identities/shop.example?tab=checks", asBrowser],
    ["/messages/0100", asBrowser],
  ] as const) {
    const page = await console.get(path, headers);
    assert.equal(page.status, 200, path);
    assert.equal(await page.text(), "<title>Signet</title>");
    assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.equal(page.headers.get("referrer-policy"), "same-origin");
    const policy = page.headers.get("content-security-policy") ?? "";
    assert.match(
      policy,
      /^default-src 'none'; script-src 'self'; style-src 'self';.* frame-ancestors 'none'$/,
    );
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  }
});

test("assets are kept for ever, other files are asked for again, and both are compressed", async () => {
  await using console = await startConsole(built);
  const script = await console.get("/assets/page-abc123.js", { "accept-encoding": "gzip, br;q=0" });
  assert.equal(script.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(script.headers.get("content-encoding"), "gzip");
  assert.equal(script.headers.get("vary"), "accept-encoding");
  assert.ok(Number(script.headers.get("content-length")) < 200);
  assert.equal(await script.text(), built["dist/assets/page-abc123.js"]);
  const brotli = await console.get("/assets/page-abc123.js", { "accept-encoding": "gzip, deflate, br" });
  assert.equal(brotli.headers.get("content-encoding"), "br");
  assert.equal(await brotli.text(), built["dist/assets/page-abc123.js"]);
  const icon = await console.get("/favicon.svg", { "accept-encoding": "identity" });
  assert.deepEqual(
    [icon.headers.get("content-type"), icon.headers.get("cache-control"), await icon.text()],
    ["image/svg+xml", "no-cache", "<svg/>"],
  );
});

test("nothing else is served: no API path, no file outside, no hidden file, no name that is not ours", async () => {
  await using console = await startConsole(built);
  const absent: [path: string, headers?: Record<string, string>][] = [
    ["/signet/v1/nothing", asBrowser],
    ["/signet", asBrowser],
    ["/v2/nothing", asBrowser],
    ["/nothing"],
    ["/assets/gone.js", asBrowser],
    ["/assets/data.bin", asBrowser],
    ["/assets/../../outside.txt", asBrowser],
    ["/assets/%2e%2e/%2e%2e/outside.txt", asBrowser],
    ["/", { ...asBrowser, host: "evil.example" }],
    ["/favicon.svg", { host: "evil.example" }],
    ["/assets/..%2f..%2foutside.txt"],
    ["/..%2foutside.txt"],
    ["/.built-from"],
    ["/assets"],
  ];
  for (const [path, headers] of absent) {
    assert.equal(await console.statusOf(path, headers), 404, path);
  }
});

test("a page that is open still finds its files after the console was built anew", async () => {
  await using console = await startConsole(built);
  await console.get("/assets/page-abc123.js");
  await console.write("dist/index.html", "<title>Signet 2</title>");
  await console.write("dist/assets/page-abc123.js", "gone");
  assert.equal(await (await console.get("/")).text(), "<title>Signet 2</title>");
  assert.equal(
    await (await console.get("/assets/page-abc123.js")).text(),
    built["dist/assets/page-abc123.js"],
  );
});

test("a console that is not built says so, to browsers only", async () => {
  await using console = await startConsole({});
  const page = await console.get("/queue", asBrowser);
  assert.deepEqual([page.status, await page.text()], [503, "not built"]);
  assert.equal((await console.get("/queue")).status, 404);
});
