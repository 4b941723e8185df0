import { isIP } from "node:net";
import type { MailExchangers } from "./mail-exchangers.ts";
import type { Target } from "./visit.ts";

const mostAddressesTried = 4;
/** So that one host with many addresses, none of which answers, leaves some for the next. */
const firstAddressesOfHost = 2;

interface Known {
  readonly exchangers: Pick<MailExchangers, "addressesOf" | "whyNoAddressOf">;
  /** Why an address must not be connected to, or undefined where it may be. */
  readonly refusedAddress: (address: string) => string | undefined;
}

interface Found {
  readonly targets: Target[];
  /** Why there are not more; undefined: there is nothing to say of it. */
  readonly fault: string | undefined;
}

/** Those that a pool reaches from its own addresses; where there are none, all. */
export async function targetsFrom(
  sources: readonly string[],
  hosts: readonly string[],
  known: Known,
): Promise<Found> {
  if (sources.length > 0) {
    const families = new Set(sources.map(isIP));
    const reached = await targetsOf(hosts, (address) => families.has(isIP(address)), known);
    if (reached.targets.length > 0) return reached;
  }
  return await targetsOf(hosts, () => true, known);
}

/** The first addresses of each host, the best host first, and the others of each where there is room. */
async function targetsOf(
  hosts: readonly string[],
  isMeant: (address: string) => boolean,
  { exchangers, refusedAddress }: Known,
): Promise<Found> {
  const targets: Target[] = [];
  const others: Target[] = [];
  let fault: string | undefined;
  for (const host of hosts) {
    const usable: Target[] = [];
    const unknown = await exchangers.whyNoAddressOf(host);
    if (unknown !== undefined) fault = `The addresses of ${host} could not be found out: ${unknown}.`;
    for (const address of (await exchangers.addressesOf(host)).filter(isMeant)) {
      const refused = refusedAddress(address);
      if (refused === undefined) usable.push({ host, address });
      else fault = `${host} has the address ${address}, which is not connected to: ${refused}.`;
    }
    targets.push(...usable.slice(0, firstAddressesOfHost));
    others.push(...usable.slice(firstAddressesOfHost));
    if (targets.length >= mostAddressesTried) break;
  }
  return { targets: [...targets, ...others].slice(0, mostAddressesTried), fault };
}
