import type { ImportDestination } from "#console/api/import-jobs.ts";

/** What becomes of which list. */
export function importInWords({
  SuppressionListDestination,
  ContactListDestination,
}: ImportDestination): string {
  if (ContactListDestination !== undefined) {
    const { ContactListName, ContactListImportAction: action } = ContactListDestination;
    return `${action === "DELETE" ? "Take contacts off" : "Put contacts on"} ${ContactListName}`;
  }
  const isRemoval = SuppressionListDestination?.SuppressionListImportAction === "DELETE";
  return isRemoval ? "Take addresses off the suppression list" : "Put addresses on the suppression list";
}
