import type { Options } from "#cli/arguments.ts";
import { UsageError } from "#cli/failures.ts";
import { readSecret } from "#cli/secret-option.ts";
import { randomLabel, systemRandom } from "#platform/random.ts";

export const passwordOptions = {
  password: {
    type: "string",
    value: "<text>",
    help: "the password, or @file to read it from (default: one is made, and shown this once)",
  },
  "no-password": {
    type: "boolean",
    help: "none: the OpenID provider vouches for them (SIGNET_OIDC)",
  },
} as const satisfies Options;

/** 100 random bits. */
const madeLength = 20;

/** The one that was given, one that is made, or none. */
export async function passwordOf(
  options: { readonly password?: string; readonly "no-password"?: boolean },
  words: string,
) {
  const given = await readSecret("--password", options.password);
  if (options["no-password"]) {
    if (given !== undefined)
      throw new UsageError("Of --password and --no-password only one can be meant.", words);
    return { password: undefined, made: undefined };
  }
  const made = given === undefined ? randomLabel(systemRandom, madeLength) : undefined;
  return { password: given ?? made, made };
}
