import type { Options } from "#cli/arguments.ts";
import { readSecret } from "#cli/secret-option.ts";
import { randomLabel, systemRandom } from "#platform/random.ts";

export const passwordOption = {
  password: {
    type: "string",
    value: "<text>",
    help: "the password, or @file to read it from (default: one is made, and shown this once)",
  },
} as const satisfies Options;

/** 100 random bits. */
const madeLength = 20;

/** The one that was given, or one that is made. */
export async function passwordOf({ password }: { readonly password?: string }) {
  const given = await readSecret("--password", password);
  return { password: given ?? randomLabel(systemRandom, madeLength), isMade: given === undefined };
}
