import assert from "node:assert/strict";
import { test } from "node:test";
import { version } from "#platform/version.ts";
import { commands } from "./commands/index.ts";
import { run } from "./run.ts";
import { capturedTerminal } from "./testdata/captured-terminal.ts";
import { scriptedService } from "./testdata/scripted-service.ts";

async function said(...args: string[]) {
  const terminal = capturedTerminal();
  const code = await run(args, terminal);
  return { code, out: terminal.written.join("\n"), err: terminal.messages.join("\n") };
}

test("every command is in the overview and has help of its own", async () => {
  const { code, out } = await said("--help");
  assert.equal(code, 0);
  for (const { words, summary } of commands) {
    assert.ok(out.includes(`signet ${words}`), words);
    const help = await said(...words.split(" "), "--help");
    assert.equal(help.code, 0);
    assert.ok(help.out.toLowerCase().includes(summary.toLowerCase()), words);
  }
});

test("a group by itself lists its commands", async () => {
  const asked = await said("identity", "--help");
  assert.match(asked.out, /signet identity watch <name>/);
  assert.doesNotMatch(asked.out, /signet keys/);
  assert.deepEqual([asked.code, (await said("identity")).code, (await said()).code], [0, 2, 2]);
});

test("help may come first, and the version is told", async () => {
  assert.deepEqual(await said("help", "keys"), await said("keys", "--help"));
  assert.deepEqual(await said("help", "keys", "create"), await said("keys", "create", "--help"));
  assert.deepEqual(await said("help"), await said("--help"));
  assert.equal((await said("help", "kyes")).code, 2);
  for (const word of ["--version", "version"]) {
    assert.deepEqual(await said(word), { code: 0, out: version(), err: "" });
  }
});

test("help is no wider than a terminal", async () => {
  for (const { words } of commands) {
    const { out } = await said(...words.split(" "), "--help");
    const wide = out.split("\n").filter((line) => line.length > 132);
    assert.deepEqual(wide, [], words);
  }
});

test("what is not understood names the nearest, with exit code 2", async () => {
  const cases: [args: string[], message: RegExp][] = [
    [["identiy"], /no command 'signet identiy'\. Did you mean 'signet identity'\?/],
    [["identity", "shwo", "x"], /Did you mean 'signet identity show'\?\nTry 'signet identity --help'\./],
    [["frobnicate"], /There is no command 'signet frobnicate'\.\n/],
    [["--json", "identity", "list"], /Options come after the command/],
    [["identity", "create"], /<name> is missing/],
    [["identity", "create", "a.example", "--tag", "x"], /expected key=value/],
    [["identity", "create", "a.example", "--key", "k.pem"], /belong together/],
    [["dns", "behave", "a.example", "slwo"], /Did you mean slow\?/],
    [["dns", "set", "a.example", "A", "192.0.2.1", "--ttl", "soon"], /expected a whole number/],
    [["keys", "list", "--account", "1"], /expected twelve digits/],
    [["zone", "--address", "here"], /expected an IP address/],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await said(...args);
    assert.match(err, message);
    assert.equal(code, 2, args.join(" "));
  }
});

test("a failure is one line, and more only when asked for", async () => {
  await using service = await scriptedService(() => ({
    status: 404,
    error: { code: "NOT_FOUND", message: "There is no such identity." },
  }));
  const args = ["identity", "show", "a.example", "--url", service.url];
  assert.deepEqual(await said(...args), { code: 1, out: "", err: "signet: There is no such identity." });
  assert.match((await said(...args, "--verbose")).err, /\n {4}at /);
});

test("a setting that makes no sense is said in one line, and nobody is to start again until it is mended", async () => {
  const terminal = capturedTerminal({ environment: { SIGNET_HTTP: "nonsense" } });
  assert.equal(await run(["serve"], terminal), 78);
  assert.match(terminal.messages.join(), /^signet: SIGNET_HTTP=nonsense: expected host:port[^\n]*$/);
});

test("an identity is created with what was said of it", async () => {
  const identity = {
    name: "a.example",
    kind: "domain",
    may_send: false,
    verification: { status: "PENDING", since: "2026-11-23T11:59:00Z" },
    dkim: { origin: "AWS_SES", signing_enabled: true, keys: [], verification: { status: "PENDING" } },
    records: [{ purpose: "dkim", type: "CNAME", name: "t._domainkey.a.example", value: "t.dkim.z" }],
  };
  await using service = await scriptedService(({ path }) => ({
    data: path.endsWith("/checks") ? { checks: [] } : identity,
  }));
  const args = ["a.example", "--tag", "team=a=b", "--configuration-set", "set", "--publish-locally"];
  const { code, out } = await said("identity", "create", ...args, "--url", service.url);
  assert.equal(code, 0);
  assert.match(out, /CNAME {2}t\._domainkey\.a\.example {2}t\.dkim\.z/);
  assert.match(out, /1 record set in the local zone/);
  const bodies = service.requests.filter(({ body }) => body !== undefined);
  assert.deepEqual(
    bodies.map(({ method, path, body }) => ({ method, path, body })),
    [
      {
        method: "POST",
        path: "/v2/email/identities",
        body: {
          EmailIdentity: "a.example",
          Tags: [{ Key: "team", Value: "a=b" }],
          ConfigurationSetName: "set",
        },
      },
      {
        method: "PUT",
        path: "/signet/v1/dns/records",
        body: { name: "t._domainkey.a.example", type: "CNAME", value: "t.dkim.z" },
      },
    ],
  );
});
