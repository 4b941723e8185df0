import { access, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder that only its owner may enter, and those above it that are missing. Step by step: Node's `recursive`
 * never ends where a parent is there but takes no folders, as below `/proc`.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(path); !(await exists(at)); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse()) await mkdir(folder, { mode: 0o700 }).catch(unlessThere);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
