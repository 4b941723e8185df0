import type { RequiredRecord } from "#features/identities/index.ts";
import type { Service } from "./service.ts";

/** Sets the records in the service's local zone: the journey at home, without a domain. */
export async function publishLocally(service: Service, records: readonly RequiredRecord[]): Promise<number> {
  for (const { name, type, value } of records) {
    await service.call("PUT", "signet/v1/dns/records", { name, type, value });
  }
  return records.length;
}
