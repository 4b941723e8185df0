import { isIP } from "node:net";
import { certificateNames } from "#app/acme.ts";
import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { useStore } from "#cli/use-store.ts";
import { delegationText } from "#cli/zone-text.ts";
import { reachedAt, sendsFrom } from "#config/reached-at.ts";
import { readConfig } from "#config.ts";
import { aliasesOutside } from "#features/acme/index.ts";
import { SigningZone, type ZoneFileKey } from "#features/signing-zone/index.ts";

const words = "zone";

export const zone = command({
  words,
  summary: "say what to delegate in the parent zone, or print the signing zone as a file",
  notes:
    "Delegate the zone to this service: it makes and rotates keys and answers for them at once. The file is for\n" +
    "those who must serve the zone elsewhere; it holds the keys of this moment.",
  operands: {},
  options: {
    address: {
      type: "string",
      multiple: true,
      value: "<ip>",
      help: "where the world reaches the service (default: SIGNET_ADDRESSES, or the address in SIGNET_DNS)",
    },
    file: { type: "boolean", help: "print the zone file" },
  },
  async run({ options: { address, file } }, terminal) {
    const config = readConfig(terminal.environment);
    // Only now: no other command needs to know all suffixes.
    (await import("#config/own-zone.ts")).requireOwnZone(config.zone);
    const wrong = address?.find((text) => isIP(text) === 0);
    if (wrong !== undefined) throw new UsageError(`--address ${wrong}: expected an IP address.`, words);
    const addresses = address ?? reachedAt(config);
    const signingZone = new SigningZone({
      apex: config.zone,
      // Neither text asks for a single key.
      tokens: { publicKeyOf: async () => undefined, serviceKeyOf: async () => undefined },
      clock: terminal.clock,
      addresses: () => addresses,
      sendingAddresses: address ?? sendsFrom(config),
    });
    if (!file) {
      const isGiven = address !== undefined || config.addresses !== undefined;
      const proofs = aliasesOutside(config.zone, certificateNames(config));
      terminal.out(delegationText(config, signingZone.delegation(), isGiven, proofs).join("\n"));
      return;
    }
    const { keys, own } = await useStore(terminal, async ({ dkimKeys, serviceKey }) => {
      const published: ZoneFileKey[] = await Array.fromAsync(dkimKeys.publishedKeys());
      return { keys: published, own: await serviceKey.open() };
    });
    terminal.out(signingZone.zoneFile([config.region], keys, own).trimEnd());
  },
});
