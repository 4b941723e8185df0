import { Failure } from "./failures.ts";
import { readOptionFile } from "./option-file.ts";

/**
 * A secret given as it is, or as `@file` to be read from it, so that it need not be seen in the list of processes. Throws `Failure` for a
 * file that cannot be read, and where there is nothing.
 */
export async function readSecret(option: string, text: string | undefined): Promise<string | undefined> {
  if (text === "") throw new Failure(`${option} is empty.`);
  if (!text?.startsWith("@")) return text;
  const file = text.slice(1);
  if (file === "") throw new Failure(`${option} @: expected a file's name after the @.`);
  const secret = (await readOptionFile(option, file)).toString("utf8").trim();
  if (secret === "") throw new Failure(`${option}: ${file} is empty.`);
  return secret;
}
