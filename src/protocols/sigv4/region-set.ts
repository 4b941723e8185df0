import { SignatureError } from "./fault.ts";
import { isRegion } from "./region.ts";

/** Where a SigV4a signature is good: regions, and beginnings of their names with a `*` behind them. */
export interface RegionSet {
  /** The regions that it names, in its order. */
  readonly named: readonly string[];
  covers(region: string): boolean;
}

const longestSet = 512;
const beginning = /^(?:[a-z]{1,16}(?:-[a-z]{1,16}){0,3}-?)?\*$/;

/** Reads `X-Amz-Region-Set`: `*`, or `us-east-1,eu-*`. @throws SignatureError `wrong-scope`. */
export function readRegionSet(text: string): RegionSet {
  const entries = text.split(",").map((entry) => entry.trim());
  const isSet =
    text.length <= longestSet && entries.every((entry) => isRegion(entry) || beginning.test(entry));
  if (!isSet) {
    throw new SignatureError(
      "wrong-scope",
      `'X-Amz-Region-Set' should be regions joined by ',', or '*', not '${text.slice(0, 64)}'.`,
    );
  }
  const beginnings = entries.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1));
  return {
    named: entries.filter(isRegion),
    covers: (region) => entries.includes(region) || beginnings.some((one) => region.startsWith(one)),
  };
}
