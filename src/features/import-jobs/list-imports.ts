import type { ContactLists, Contacts } from "#features/contacts/index.ts";
import type { Suppression } from "#features/suppression/index.ts";
import type { ImportDestination, ImportJob } from "./import-job.ts";
import type { ListRecord } from "./read-records.ts";

export interface Lists {
  readonly suppression: Pick<Suppression, "putAll" | "removeAll">;
  readonly contacts: Pick<Contacts, "putAll" | "removeAll">;
  readonly contactLists: Pick<ContactLists, "get">;
}

/** Takes some records in; answers, in their order, what is wrong with those that were not; nothing for the others. */
export type TakeIn = (records: readonly ListRecord[]) => Promise<readonly (string | undefined)[]>;

/** What a job does with its records. Each may be done twice. */
export function importInto({ suppression, contacts }: Lists, { owner, destination }: ImportJob): TakeIn {
  const addresses = (records: readonly ListRecord[]) => records.map(({ address }) => address);
  if (destination.type === "CONTACT_LIST") {
    const { action, contactList } = destination;
    return action === "DELETE"
      ? async (records) => await contacts.removeAll(owner, contactList, addresses(records))
      : async (records) => await contacts.putAll(owner, contactList, records.map(contactOf));
  }
  return destination.action === "DELETE"
    ? async (records) => await suppression.removeAll(owner, addresses(records))
    : async (records) => {
        const withReason = records.flatMap(({ address, reason }) =>
          reason === undefined ? [] : [{ address, reason }],
        );
        const faults = (await suppression.putAll(owner, withReason)).values();
        return records.map(({ reason }) =>
          reason === undefined ? "there must be a reason: BOUNCE or COMPLAINT" : faults.next().value,
        );
      };
}

/** SES's files for contact lists name their columns, those for the suppression list do not. */
export function hasNames({ type }: ImportDestination): boolean {
  return type === "CONTACT_LIST";
}

function contactOf({ address, unsubscribedFromAll, attributes, preferences }: ListRecord) {
  return { address, unsubscribedFromAll, attributes, preferences };
}
