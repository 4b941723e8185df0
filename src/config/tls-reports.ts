import { readMailbox } from "#protocols/address/mailbox.ts";

/** Who reports on sessions in TLS; what is left out is made of the service's zone. */
export interface TlsReporting {
  readonly organization?: string;
  readonly contact?: string;
}

/** `on`, `off`, or on in somebody's name: `Example Mail <tls@example.net>`. Undefined: nobody does. */
export function readTlsReporting(text: string): TlsReporting | undefined {
  if (text === "off") return undefined;
  if (text === "on") return {};
  const reading = readMailbox(text);
  if (!reading.ok) throw new Error("expected on, off, or who reports: Example Mail <tls@example.net>");
  const { name, address } = reading.mailbox;
  return { contact: address, ...(name === undefined ? {} : { organization: name }) };
}
