import { ownAddresses, sendsFrom } from "#config/reached-at.ts";
import { localAccount } from "#features/access-keys/index.ts";
import { BlocklistStore, Blocklists } from "#features/blocklists/index.ts";
import type { OwnerNotices } from "#features/owner-notices/index.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import type { Ground } from "./ground.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";

/** Where mail leaves by a smart host, or not at all, its addresses are not ours to be listed. */
export function buildBlocklists(
  { config, surroundings, database }: Ground,
  { notices, lookUp }: { notices: OwnerNotices; lookUp: FoundMailExchangers["lookUp"] | undefined },
): Blocklists {
  const refusal = createAddressPolicy();
  return new Blocklists({
    ...surroundings,
    store: new BlocklistStore(database),
    notices,
    lookUp: lookUp ?? (async () => ({ kind: "failed", reason: "there is no resolver to ask" })),
    lists: config.delivery.transport === "mx" ? config.blocklists : [],
    // Unless the operator names those that mail leaves from, it may be any of this machine's.
    addresses: [...sendsFrom(config), ...(config.outboundAddresses.length > 0 ? [] : ownAddresses())].filter(
      (address) => refusal(address) === undefined,
    ),
    dedicatedIps: config.outboundAddresses,
    operator: { account: localAccount, region: config.region },
  });
}
