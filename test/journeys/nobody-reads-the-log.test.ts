import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { CommandLine, signet } from "#test/support/command-line.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { World } from "#test/support/world.ts";

test("a service whose log nobody reads any more goes on", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place, { SIGNET_LOG: "debug" });
  service.stopReading();
  // Each is a line of the log.
  for (let call = 0; call < 5; call++) {
    const { status } = await service.ask("GET", "/v2/email/account");
    assert.equal(status, 200);
  }
  assert.equal(await service.terminate(), 0);
});

const onFullDisk = { skip: process.platform !== "linux" && "there is no /dev/full" };

test("a service whose log is on a full disk goes on", onFullDisk, async () => {
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(
    place,
    { SIGNET_LOG: "debug" },
    openSync("/dev/full", "w"),
  );
  for (let call = 0; call < 5; call++) {
    const { status } = await service.ask("GET", "/v2/email/account");
    assert.equal(status, 200);
  }
  assert.equal(await service.terminate(), 0);
});

/** Runs `signet --help` to its end, with its output to this file, or to nobody. */
async function helpInto(output: "full" | "nobody") {
  const stdout = output === "full" ? openSync("/dev/full", "w") : "pipe";
  const command = ["src/cli/main.ts", "--help"];
  const child = spawn(process.execPath, command, { stdio: ["ignore", stdout, "pipe"] });
  child.stdout?.destroy();
  assert.ok(child.stderr);
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit") as Promise<[number]>]);
  return { code, err };
}

test("a command whose output is not read to its end says nothing of that", async () => {
  assert.deepEqual(await helpInto("nobody"), { code: 0, err: "" });
});

test("a command that goes on for long ends when nobody reads its output any more", {
  timeout: 30_000,
}, async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  assert.equal((await signet(["identity", "create", "example.com", ...at])).code, 0);
  await using watching = new CommandLine("src/cli/main.ts", ["identity", "watch", "example.com", ...at]);
  watching.stopReading();
  const { code, err } = await watching.ended();
  assert.deepEqual([code, err], [130, ""]);
});

test("a command whose output cannot be written says so, and fails", onFullDisk, async () => {
  const { code, err } = await helpInto("full");
  assert.match(err, /^signet: The output cannot be written: ENOSPC/);
  assert.equal(code, 1);
});
