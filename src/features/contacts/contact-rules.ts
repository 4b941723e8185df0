import { badRequest, CallerError } from "#platform/errors.ts";
import { readAddress } from "#protocols/address/address.ts";
import type { Contact, ContactList } from "./contact.ts";

/** As it is kept: as it was given, but with an internationalised domain as A-labels. Throws `bad-request`. */
export function readName(given: string): string {
  const reading = readAddress(given);
  if (reading.ok) return reading.address.name;
  const isBlank = given.trim() === "";
  const message = isBlank ? "EmailAddress can't be blank." : `EmailAddress <${given}> is invalid`;
  throw new CallerError("bad-request", message, [{ path: "EmailAddress", message: reading.fault }]);
}

/** The same of an import job: what cannot be read was never kept. */
export function nameOf(given: string): string {
  const reading = readAddress(given);
  return reading.ok ? reading.address.name : given;
}

/** What is wrong with it in words; nothing where it may be kept. */
export function faultOf(
  list: ContactList,
  { address, preferences }: Pick<Contact, "address" | "preferences">,
): string | undefined {
  const reading = readAddress(address);
  if (!reading.ok) return reading.fault;
  const unknown = Object.keys(preferences).find((topic) => !list.topics.some(({ name }) => name === topic));
  return unknown === undefined ? undefined : `the list has no topic ${unknown}`;
}

/** @param called what the caller calls the member that names them. Throws `bad-request`. */
export function requireTopics(
  list: ContactList,
  topics: readonly string[],
  called = "TopicPreferences",
): void {
  for (const topic of topics) {
    if (!list.topics.some(({ name }) => name === topic)) {
      throw badRequest(called, `List: ${list.name} doesn't contain Topic: ${topic}`);
    }
  }
}

export function noList(name: string): CallerError {
  return new CallerError("not-found", `List with name: ${name} doesn't exist.`);
}

export function noContact(address: string): CallerError {
  return new CallerError("not-found", `${address} doesn't exist in List.`);
}

export function taken(address: string): CallerError {
  return new CallerError("already-exists", `${address} already exists in List.`);
}
