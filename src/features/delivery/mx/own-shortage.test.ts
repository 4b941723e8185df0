import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const onLinux = { skip: process.platform !== "linux" && "there is no prlimit" };

/** In a process of its own, which may open no more files. */
const deliverWithoutFiles = `
import { closeSync, openSync } from "node:fs";
import { HandClock } from "#test/support/hand-clock.ts";
import { mxTransport } from "#test/support/mx-transport.ts";

await using transport = mxTransport(new HandClock(), 9);
const owner = { account: "000000000000", region: "us-east-1" };
const envelope = { owner, domain: "at-41.example", from: "", recipients: ["ann@at-41.example"], rules: { tls: "optional" } };
const journal = { beforeFinalDot: async () => {} };
const deliver = async () => await transport.deliver(envelope, async () => Buffer.from("\\n"), journal, AbortSignal.timeout(10_000));
const files = [];
try {
  for (;;) files.push(openSync("/dev/null"));
} catch {}
const short = await deliver();
for (const file of files) closeSync(file);
const after = await deliver();
console.log(JSON.stringify([short, after].map(({ recipients, site }) => [recipients[0].reply, site?.restsUntil ?? 0])));
`;

test(
  "that this process may open no more files is no fault of the servers, which are tried again",
  onLinux,
  () => {
    const child = spawnSync(
      "prlimit",
      ["--nofile=64:64", process.execPath, "--input-type=module-typescript", "--eval", deliverWithoutFiles],
      { cwd: process.cwd(), encoding: "utf8" },
    );
    assert.equal(child.status, 0, child.stderr);
    const [short, after] = JSON.parse(child.stdout) as [string, number][];
    assert.match(short?.[0] ?? "", /EMFILE/);
    assert.equal(short?.[1], 0, "the servers rest");
    assert.match(after?.[0] ?? "", /ECONNREFUSED/);
  },
);
