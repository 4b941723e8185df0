import { CallerError } from "#platform/errors.ts";
import { isReadAlike, readMailboxList } from "#protocols/address/mailbox.ts";
import type { HeaderField } from "#protocols/mime/header-fields.ts";
import { BadHeaderField, mailboxField } from "#protocols/mime/header-line.ts";
import { type RawMessage, valueOf } from "./raw-message.ts";

const namesSenders = /^(?:from|sender)$/i;

/**
 * A message whose From and Sender all programs read as they are read here: those of which some would take another for the sender, whom
 * nobody has asked whether they may, are written anew. Throws `bad-request` where that cannot be done.
 */
export function withPlainSenders(message: RawMessage): RawMessage {
  const isPlain = (field: HeaderField) => !namesSenders.test(field.name) || isReadAlike(valueOf(field));
  if (message.fields.every(isPlain)) return message;
  return {
    ...message,
    fields: message.fields.flatMap((field) => (isPlain(field) ? [field] : writtenAnew(field))),
  };
}

/** Nothing is left of one that names nobody. What cannot be read is left to whoever says why. */
function writtenAnew(field: HeaderField): HeaderField[] {
  const reading = readMailboxList(valueOf(field));
  if (!reading.ok) return [field];
  if (reading.mailboxes.length === 0) return [];
  try {
    const line = mailboxField(field.name, reading.mailboxes);
    return [{ name: field.name, value: line.slice(field.name.length + 1, -"\r\n".length) }];
  } catch (error) {
    throw error instanceof BadHeaderField ? new CallerError("bad-request", error.message) : error;
  }
}
