import { challengeName } from "#protocols/acme/dns-challenge.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";

/** Where all proofs stand: each name's own place is an alias of it. */
export function proofPlace(zone: string): string {
  return challengeName(zone);
}

/** A record that its owner publishes once, so that a name outside the zone can be proven in it. */
export interface AliasToPublish {
  readonly name: string;
  readonly target: string;
}

/** For all that are outside; a name and its wildcard need one. */
export function aliasesOutside(zone: string, names: readonly string[]): readonly AliasToPublish[] {
  const places = new Set(outsideOf(zone, names).map(challengeName));
  return [...places].map((name) => ({ name, target: proofPlace(zone) }));
}

/** Those that somebody else's DNS answers for. */
function outsideOf(zone: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => !isAtOrBelow(name.replace(/^\*\./, ""), zone));
}

/** Where the zone itself has such aliases. */
export function aliasesInside(zone: string, names: readonly string[]): readonly string[] {
  const outside = outsideOf(zone, names);
  const aliases = names.filter((name) => !outside.includes(name)).map(challengeName);
  return aliases.filter((name) => name !== proofPlace(zone));
}

interface Sorted {
  readonly provable: readonly string[];
  readonly unproven: readonly string[];
}

/**
 * Which names can be proven now: those of the zone, and others whose record leads into it. Where nobody's name server can be asked, silence
 * takes nothing away: what the certificate has is asked for again.
 */
export async function sortNames(
  names: readonly string[],
  {
    zone,
    held,
    aliasesOf,
  }: {
    readonly zone: string;
    readonly held: readonly string[];
    readonly aliasesOf: (name: string) => Promise<readonly string[] | undefined>;
  },
): Promise<Sorted> {
  const outside = outsideOf(zone, names);
  const leads = await Promise.all(
    outside.map(async (name) => {
      const aliases = await aliasesOf(challengeName(name));
      return aliases === undefined ? held.includes(name) : aliases.includes(proofPlace(zone));
    }),
  );
  const unproven = outside.filter((_, at) => leads[at] !== true);
  return { provable: names.filter((name) => !unproven.includes(name)), unproven };
}
