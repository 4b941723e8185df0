import { readDomain } from "#protocols/address/domain.ts";
import { readMailbox } from "#protocols/address/mailbox.ts";
import type { HeaderField } from "#protocols/mime/header-fields.ts";
import { valuesIn } from "#protocols/mime/parts.ts";

/** The domain that a message says it is from, by its one author; empty where it does not say so plainly. */
export function authorIn(fields: readonly HeaderField[]): string {
  const [from = "", ...more] = valuesIn(fields, "from");
  const reading = readMailbox(from);
  if (more.length > 0 || !reading.ok) return "";
  const { address } = reading.mailbox;
  const domain = readDomain(address.slice(address.lastIndexOf("@") + 1));
  return domain.ok ? domain.name : "";
}
