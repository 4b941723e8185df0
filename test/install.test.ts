import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** A clone whose npm is a shell script: `$1` is what npm is asked for, and the folder is the clone. */
function cloneWith(npm: string, name = "signet-install-") {
  const root = mkdtempSync(join(tmpdir(), name));
  for (const folder of ["scripts", "path"]) mkdirSync(join(root, folder));
  for (const file of ["install.mjs", "console-sources.mjs"]) {
    copyFileSync(fileURLToPath(new URL(`../scripts/${file}`, import.meta.url)), join(root, "scripts", file));
  }
  writeFileSync(join(root, "scripts/build-console.ts"), "");
  writeFileSync(join(root, "package-lock.json"), "{}");
  writeFileSync(join(root, "path/npm"), `#!/bin/sh\nset -e\nmkdir -p node_modules/.bin\n${npm}\n`, {
    mode: 0o755,
  });
  const env = { ...process.env, PATH: `${join(root, "path")}:${process.env["PATH"]}` };
  return {
    has: (path: string) => existsSync(join(root, path)),
    text: (path: string) => readFileSync(join(root, path), "utf8"),
    install: (...options: string[]) =>
      spawnSync(process.execPath, [...options, join(root, "scripts/install.mjs"), "--production"], {
        env,
        encoding: "utf8",
      }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}

test("a link to Node that npm took away with those for other platforms is made again", () => {
  using clone = cloneWith(`[ "$1" = install ] || ln -s ${process.execPath} node_modules/.bin/node`);
  assert.equal(clone.install().status, 0);
  assert.ok(clone.has("node_modules/.bin/node"));
});

test("a machine that cannot start the Node among the packages is told why while it installs, each time", () => {
  using clone = cloneWith(
    "printf '#!/bin/sh\\necho libatomic.so.1: cannot open >&2\\nexit 127\\n' > node_modules/.bin/node\nchmod +x node_modules/.bin/node",
  );
  for (const _ of [1, 2]) {
    const { status, stderr } = clone.install();
    assert.equal(status, 1);
    assert.match(stderr, /does not start: libatomic\.so\.1: cannot open\n.*apt-get install libatomic1/);
  }
});

test("what npm leaves out on an old Node is installed on the one among the packages", () => {
  using clone = cloneWith(
    `command -v node >> ran-on\nmkdir -p own\nln -sf ${process.execPath} own/node\nln -sf ../../own/node node_modules/.bin/node`,
  );
  const versions = "{ ...process.versions, node: '18.20.4' }";
  const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${versions} })`;
  assert.equal(clone.install("--import", old).status, 0);
  assert.equal(clone.text("ran-on").trim().split("\n").at(-1), process.execPath);
});

test("where the console's pages cannot be built, that is said once, and not tried with every command", () => {
  using clone = cloneWith(`ln -s ${process.execPath} node_modules/.bin/node`, "signet#install-");
  const first = clone.install();
  assert.equal(first.status, 0);
  assert.match(first.stderr, /no console: .* # in its path/);
  assert.deepEqual([clone.install().stderr, clone.has("console/dist")], ["", false]);
});
