import type { ResourceRecord, SoaRecord } from "./record.ts";

/** Whoever holds zones: a name server asks each of its sources in turn which zone a name belongs to. */
export interface ZoneSource {
  /** The zone that holds a normal name; `undefined` when it is none of this source's. */
  zoneOf(name: string): Promise<Zone | undefined> | Zone | undefined;
}

export interface Zone {
  /** The zone's own name. */
  readonly apex: string;
  readonly soa: SoaRecord;
  /** What stands at a normal name at or below the apex. */
  at(name: string): Promise<ZoneNode> | ZoneNode;
}

export type ZoneNode =
  | PromptNode
  | { readonly kind: "slow"; readonly delayMs: number; readonly node: PromptNode };

export type PromptNode =
  /** The name exists. Without records it is an empty non-terminal, or one whose records are yet to come (RFC 8020). */
  | { readonly kind: "records"; readonly records: readonly ResourceRecord[] }
  /** Neither the name nor anything below it exists. */
  | { readonly kind: "absent" }
  /** At or below a zone cut: others answer for it (RFC 1034 §4.3.2 step 3b). */
  | {
      readonly kind: "delegated";
      readonly cut: string;
      readonly nameServers: readonly ResourceRecord[];
      readonly glue: readonly ResourceRecord[];
    }
  /** Failures on purpose, like slowness: to try out what becomes of them. */
  | { readonly kind: "servfail" }
  | { readonly kind: "silent" };
