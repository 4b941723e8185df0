import { readFile } from "node:fs/promises";
import { Failure } from "./failures.ts";

/** What is in the file that an option names. Throws `Failure` for one that cannot be read. */
export async function readOptionFile(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Failure(`${option}: ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
