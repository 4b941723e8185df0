import type { Config } from "#config.ts";
import type { TlsReports } from "#features/tls-reports/index.ts";
import type { Database } from "#platform/database/open.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { guardedPost } from "#protocols/http/guarded-request.ts";
import type { Features } from "./features.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";
import type { Surroundings } from "./surroundings.ts";

/** Undefined where the operator has not switched it on, or no session with recipients' servers is ours. Loaded only where it is. */
export async function buildTlsReports(
  { delivery, privateNetworks, region, tlsReporting, zone }: Config,
  surroundings: Surroundings,
  {
    database,
    deliveries,
    mailExchangers,
  }: Pick<Features, "deliveries"> & {
    readonly database: Database;
    readonly mailExchangers: FoundMailExchangers | undefined;
  },
): Promise<TlsReports | undefined> {
  if (tlsReporting === undefined || delivery.transport !== "mx" || mailExchangers === undefined) {
    return undefined;
  }
  const { TlsReportStore, TlsReports } = await import("#features/tls-reports/index.ts");
  const { exchangers, lookUp } = mailExchangers;
  const refusedAddress = createAddressPolicy(privateNetworks);
  const { organization = zone, contact = `postmaster@${zone}` } = tlsReporting;
  return new TlsReports({
    ...surroundings,
    store: new TlsReportStore(database),
    deliveries,
    lookUp,
    post: async (url, content) =>
      await guardedPost(url, content, {
        refusedAddress,
        addressesOf: async (host) => await exchangers.addressesOf(host),
      }),
    reporter: { organization, contact, submitter: zone, region },
  });
}
