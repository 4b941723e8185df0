import { badRequest, CallerError, type FaultDetail } from "#platform/errors.ts";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export const mostTags = 50;

/** The characters SES allows in keys and values; the guide leaves out `@`, the service takes it and names it. */
const allowed = /^[\p{L}\p{N}\p{Z}_.:/=+@-]*$/u;

/** What SES says of too many tags. */
export const tooManyTags = `Maximum of ${mostTags} user tags are allowed per resource, consider reducing the number of tags in the request`;

const characters =
  "Tags can only contain letters, numbers, spaces, and the following special characters: _ . : / = + - @";

const systemTag = "Caller is an end user and not allowed to mutate system tags";

/** A list of tags to add that is empty, which SES refuses although its model has no such bound. */
export function noTags(): CallerError {
  const message = "Member must have length greater than or equal to 1";
  return new CallerError(
    "bad-request",
    `1 validation error detected: Value at 'tags' failed to satisfy constraint: ${message}`,
    [{ path: "Tags", message }],
  );
}

/** Refuses with `bad-request` what SES refuses, looking at one thing after the other in its order. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > mostTags) throw badRequest("Tags", tooManyTags);
  for (const [at, { key, value }] of tags.entries()) {
    if (!allowed.test(value)) throw badRequest(`Tags[${at}].Value`, characters);
    if (!allowed.test(key)) throw badRequest(`Tags[${at}].Key`, characters);
  }
  const system = tags.findIndex(({ key }) => /^aws:/i.test(key));
  if (system >= 0) throw badRequest(`Tags[${system}].Key`, systemTag);
  checkLengths(tags);
  const seen = new Set<string>();
  for (const [at, { key }] of tags.entries()) {
    if (seen.has(key)) throw badRequest(`Tags[${at}].Key`, "Cannot provide multiple tags with the same key");
    seen.add(key);
  }
}

/** Whether any resource could have a tag with this key. */
export function isTagKey(key: string): boolean {
  return key !== "" && allowed.test(key) && lengthOf(key) <= bounds.key.most;
}

function checkLengths(tags: readonly Tag[]): void {
  const faults = tags.flatMap((tag, at) => [
    ...lengthFaults(tag, at, "value"),
    ...lengthFaults(tag, at, "key"),
  ]);
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? "" : "s"} detected`;
  throw new CallerError(
    "bad-request",
    `${count}: ${faults.map(({ text }) => text).join("; ")}`,
    faults.map(({ detail }) => detail),
  );
}

const bounds = {
  key: { least: 1, most: 128, path: "Key" },
  value: { least: 0, most: 256, path: "Value" },
} as const;

function lengthFaults(tag: Tag, at: number, member: keyof Tag): { text: string; detail: FaultDetail }[] {
  const { least, most, path } = bounds[member];
  const length = lengthOf(tag[member]);
  if (length >= least && length <= most) return [];
  const bound = length < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  const message = `Member must have length ${bound}`;
  const text = `Value at 'tags.${at + 1}.member.${member}' failed to satisfy constraint: ${message}`;
  return [{ text, detail: { path: `Tags[${at}].${path}`, message } }];
}

/** Smithy counts code points. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
