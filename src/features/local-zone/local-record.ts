import { getDomain } from "tldts";
import type { LocalRecordType } from "./record-value.ts";

/** The records of one name and type. */
export interface LocalRecordSet {
  /** Normal. */
  readonly name: string;
  readonly type: LocalRecordType;
  /** In the form of `readRecordValue`. */
  readonly values: readonly string[];
  readonly ttlSeconds: number;
}

/** How a name is answered for, whatever its records: so that failures can be tried. */
export type Behaviour =
  | { readonly kind: "answer" }
  | { readonly kind: "servfail" }
  | { readonly kind: "silent" }
  | { readonly kind: "slow"; readonly delayMs: number };

export interface NamedBehaviour {
  readonly name: string;
  readonly behaviour: Behaviour;
}

/** All that was set at some names. */
export interface LocalRecords {
  readonly sets: readonly LocalRecordSet[];
  readonly behaviours: readonly NamedBehaviour[];
}

/** What a local zone keeps its records in. */
export interface LocalRecordStore {
  atNames(names: readonly string[]): Promise<LocalRecords>;
  all(): Promise<LocalRecords>;
  /** Whether anything was set at the name or below it. */
  anyAtOrBelow(name: string): Promise<boolean>;
  count(): Promise<number>;
  put(set: LocalRecordSet, now: number): Promise<void>;
  /** `answer` forgets what was said before. */
  behave(named: NamedBehaviour, now: number): Promise<void>;
  /** Takes away one type, or everything at the name, its behaviour too. Resolves to how many there were. */
  remove(name: string, type: LocalRecordType | undefined): Promise<number>;
}

/**
 * The zone a name is in at home: the registrable domain, as it would be in the world; the last two labels where the
 * Public Suffix List knows none.
 */
export function localApexOf(name: string): string {
  const options = { allowPrivateDomains: false, extractHostname: false, validateHostname: false };
  return getDomain(name, options) ?? name.split(".").slice(-2).join(".");
}
