import { badMember } from "#platform/errors.ts";

/** SES's limit for one call. */
const mostIdentities = 100;
const mostAtOnce = 10;

/**
 * What is to be told of each identity that was asked for, by the name that it was asked by; those that are not there are left out.
 * @throws CallerError `bad-request` where they are too many.
 */
export async function attributesByName<Known, Attributes>(
  names: readonly string[],
  find: (name: string) => Promise<Known | undefined>,
  attributesOf: (known: Known) => Attributes,
): Promise<Record<string, Attributes>> {
  if (names.length > mostIdentities)
    throw badMember("Identities", `must have at most ${mostIdentities} entries`);
  const attributes: [string, Attributes][] = [];
  for (let from = 0; from < names.length; from += mostAtOnce) {
    const some = names.slice(from, from + mostAtOnce);
    const found = await Promise.all(some.map(async (name) => [name, await find(name)] as const));
    for (const [name, known] of found) {
      if (known !== undefined) attributes.push([name, attributesOf(known)]);
    }
  }
  return Object.fromEntries(attributes);
}
