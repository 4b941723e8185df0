import { type Random, randomLabel } from "#platform/random.ts";

/** 40 random bits, in letters whose case does not matter; with the rest of the id it stays below 64 octets (RFC 5321 §4.5.3.1.1). */
export const tagLength = 8;
const lastGroup = "-000000";

const form = /^([0-9a-f]{16}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[a-z2-7]{8}$/;

/** Of a whole address: one that is not to be had from the id alone. */
export const taggedReturnPathForm = /^[0-9a-f]{16}(?:-[0-9a-f]+){5}-[a-z2-7]{8}@/i;

/**
 * The local part of a message's own return path: its id, with a tag in place of the zeros at its end. Everybody who gets a reply to the
 * message learns its id; the tag is known to its sender alone. Those that it leaves from are made of it (`ReturnPaths`).
 */
export function taggedReturnPath(messageId: string, random: Random): string {
  return `${messageId.slice(0, -lastGroup.length)}-${randomLabel(random, tagLength)}`;
}

/** Which message's it looks like, whatever the case of its letters. Whether it is, the message knows. */
export function messageIdOfReturnPath(localPart: string): string | undefined {
  const [, id] = form.exec(localPart.toLowerCase()) ?? [];
  return id === undefined ? undefined : `${id}${lastGroup}`;
}
