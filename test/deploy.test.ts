import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { exitCodes } from "#cli/failures.ts";
import { readConfig } from "#config.ts";
import { settings } from "#test/support/settings.ts";

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

const places = ["package.json", "bin/signet.mjs", "deploy/signet.service", "deploy/Containerfile"];

test("however the service is started, Node and the C library are told the same", () => {
  for (const place of places) {
    const text = read(place);
    const options = ["--max-semi-space-size=8", "--heap-growing-percent=50", "--v8-pool-size=0"];
    const memory =
      /glibc\.malloc\.arena_max=2:glibc\.malloc\.mmap_threshold=65536:glibc\.malloc\.trim_threshold=131072/;
    for (const option of options) assert.ok(text.includes(option), `${option} in ${place}`);
    assert.match(text, memory, place);
  }
});

test("the image keeps every package that the service loads, and none that only its console was built with", () => {
  const [, removed = ""] = /npm uninstall (.*?)\n &&/s.exec(read("deploy/Containerfile")) ?? [];
  const names = removed.split(/[\s\\]+/).filter((word) => /^[@a-z]/.test(word));
  const sources = readdirSync(new URL("../src", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => read(`src/${path}`));
  const isLoaded = (name: string) =>
    sources.some((text) => text.includes(`"${name}"`) || text.includes(`"${name}/`));
  const packages = Object.keys(JSON.parse(read("package.json")).dependencies);
  assert.deepEqual(
    names.toSorted(),
    packages.filter((name) => !isLoaded(name)),
  );
});

test("every setting that the files in deploy/ name is one", () => {
  for (const place of ["deploy/signet.service", "deploy/Containerfile", "deploy/compose.yaml"]) {
    for (const [name] of read(place).matchAll(/SIGNET_[A-Z_]+/g)) {
      assert.ok(settings.has(name), `${name} in ${place} is read`);
    }
  }
});

test("the unit for systemd leaves the time and the rights that the service needs", () => {
  const settings = new Map(
    read("deploy/signet.service")
      .split("\n")
      .flatMap((line) => (line.startsWith("#") || !line.includes("=") ? [] : [line.split(/=(.*)/s)]))
      .map(([name = "", value = ""]) => [name, value]),
  );
  const families = settings.get("RestrictAddressFamilies")?.split(" ");
  assert.deepEqual(families?.toSorted(), ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"]);
  assert.ok(Number(settings.get("TimeoutStopSec")) > 30);
  assert.equal(settings.get("UMask"), "0077");
  assert.equal(settings.get("RestartPreventExitStatus"), String(exitCodes.misconfigured));
  // All else is read-only to it.
  assert.deepEqual([settings.get("CacheDirectory"), settings.get("StateDirectory")], ["signet", "signet"]);
});

/** The settings in a shell block of a page, by name, as systemd reads a file of them: to it a `#` behind a value is part of that. */
function settingsIn(page: string, heading: string): Record<string, string> {
  const [, after = ""] = read(page).split(`## ${heading}`);
  const [, block = ""] = /```sh\n([^`]*SIGNET_ZONE[^`]*)```/.exec(after) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/^(SIGNET_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
}

test("the settings of the guide for a service for the world are taken as they stand", () => {
  const settings = settingsIn("docs/operating.md", "Start");
  assert.ok(Object.keys(settings).length >= 6);
  const config = readConfig(settings);
  assert.deepEqual(
    [config.auth, config.zone, config.delivery.transport],
    ["required", "mail.example.net", "mx"],
  );
});
