import { readFile } from "node:fs/promises";
import { Failure } from "./failures.ts";

/**
 * A secret given as it is, or as `@file` to be read from it, so that it need not be seen in the list of processes. Throws `Failure` for a
 * file that cannot be read.
 */
export async function readSecret(option: string, text: string | undefined): Promise<string | undefined> {
  if (!text?.startsWith("@")) return text;
  const file = text.slice(1);
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw new Failure(`${option}: ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
