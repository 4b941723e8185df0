import { type Clock, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { isAtOrBelow, isDomainName, normalizeName, selfAndAncestors } from "#protocols/dns/name.ts";
import type { ResourceRecord, SoaRecord } from "#protocols/dns/record.ts";
import type { PromptNode, Zone, ZoneNode, ZoneSource } from "#protocols/dns/zone.ts";
import {
  type Behaviour,
  type LocalRecordSet,
  type LocalRecordStore,
  type LocalRecords,
  localApexOf,
} from "./local-record.ts";
import { type LocalRecordType, localRecordTypes, readRecordValue, recordDataOf } from "./record-value.ts";

export interface LocalZoneOptions {
  readonly store: LocalRecordStore;
  readonly clock: Clock;
  /** The signing zone's name server, which has an address there: it answers for every local zone. */
  readonly nameServer: string;
  /** What is at or below this name is not local: the signing zone holds it. */
  readonly signingZone: string;
}

/** What a person sets: nothing of it has been checked. */
export interface RecordSetRequest {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** 60 s unless said otherwise. */
  readonly ttlSeconds?: number;
}

/** Sets at most: enough for a few thousand domains, few enough to look through. */
const maxRecordSets = 10_000;
const maxValues = 16;
const maxTtlSeconds = 86_400;
const maxDelayMs = 60_000;
const defaultTtlSeconds = 60;

/**
 * Zones hosted on loopback, so that the whole journey can be tried without a domain of one's own. A zone exists as soon
 * as something is set at or below its apex, and what is set is answered at once. Throws a CallerError for what is wrong
 * with a request.
 */
export class LocalZone implements ZoneSource {
  readonly #store: LocalRecordStore;
  readonly #clock: Clock;
  readonly #nameServer: string;
  readonly #signingZone: string;

  constructor({ store, clock, nameServer, signingZone }: LocalZoneOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#nameServer = nameServer;
    this.#signingZone = signingZone;
  }

  /** Replaces the values of a name and type. */
  async set(request: RecordSetRequest): Promise<LocalRecordSet> {
    const name = this.#localName(request.name);
    const type = localType(request.type);
    const set = { name, type, values: checkedValues(type, request.values), ttlSeconds: checkedTtl(request) };
    const here = await this.#store.atNames([name]);
    if (conflicts(set, here.sets)) {
      throw new CallerError("conflict", `${name} cannot have a CNAME and other records (RFC 1034 §3.6.2).`);
    }
    if (!here.sets.some((other) => other.type === type)) await this.#requireRoom();
    await this.#store.put(set, this.#clock.now());
    return set;
  }

  /** Sets several, each in place of what was there. Throws for the first that cannot be. */
  async publish(
    records: readonly { readonly name: string; readonly type: string; readonly value: string }[],
  ): Promise<void> {
    for (const { name, type, value } of records) await this.set({ name, type, values: [value] });
  }

  /** Says how a name is answered for, whether or not it has records. */
  async behave(text: string, behaviour: Behaviour): Promise<void> {
    const name = this.#localName(text);
    if (behaviour.kind === "slow" && !isIntegerUpTo(behaviour.delayMs, maxDelayMs)) {
      throw wrong("delayMs", `must be a whole number of milliseconds up to ${maxDelayMs}`);
    }
    if (behaviour.kind !== "answer") await this.#requireRoom();
    await this.#store.behave({ name, behaviour }, this.#clock.now());
  }

  /** Takes away one type of a name, or all that was set there. Resolves to how many sets there were. */
  async remove(text: string, type?: string): Promise<number> {
    return await this.#store.remove(normalizeName(text), type === undefined ? undefined : localType(type));
  }

  async list(): Promise<LocalRecords> {
    return await this.#store.all();
  }

  async zoneOf(name: string): Promise<Zone | undefined> {
    if (!isDomainName(name) || isAtOrBelow(name, this.#signingZone)) return undefined;
    const apex = localApexOf(name);
    if (!(await this.#store.anyAtOrBelow(apex))) return undefined;
    return { apex, soa: this.#soa(apex), at: async (at) => await this.#nodeAt(at, apex) };
  }

  async #nodeAt(name: string, apex: string): Promise<ZoneNode> {
    const path = selfAndAncestors(name, apex);
    const { sets, behaviours } = await this.#store.atNames(path);
    const behaviour = behaviours.find((named) => named.name === name)?.behaviour;
    if (behaviour?.kind === "servfail" || behaviour?.kind === "silent") return behaviour;
    const node = cutAbove(path, apex, sets) ?? (await this.#recordsAt(name, apex, sets));
    if (behaviour?.kind !== "slow") return node;
    return { kind: "slow", delayMs: behaviour.delayMs, node };
  }

  async #recordsAt(name: string, apex: string, sets: readonly LocalRecordSet[]): Promise<PromptNode> {
    const records = sets.filter((set) => set.name === name).flatMap(recordsOf);
    if (name === apex) {
      records.push(this.#soa(apex));
      if (!records.some(({ type }) => type === "NS")) {
        records.push({ name, ttl: defaultTtlSeconds, type: "NS", target: this.#nameServer });
      }
    }
    const exists = records.length > 0 || (await this.#store.anyAtOrBelow(name));
    return exists ? { kind: "records", records } : { kind: "absent" };
  }

  #soa(apex: string): SoaRecord {
    return {
      name: apex,
      ttl: defaultTtlSeconds,
      type: "SOA",
      primaryNameServer: this.#nameServer,
      adminMailbox: `hostmaster.${apex}`,
      serial: Math.floor(this.#clock.now() / secondMs),
      refresh: 3_600,
      retry: 600,
      expire: 604_800,
      minimum: 1,
    };
  }

  #localName(text: string): string {
    const name = normalizeName(text);
    if (!isDomainName(name)) throw wrong("name", "is not a domain name");
    if (isAtOrBelow(name, this.#signingZone)) {
      throw wrong("name", `belongs to ${this.#signingZone}, whose records follow from the identities`);
    }
    return name;
  }

  async #requireRoom(): Promise<void> {
    if ((await this.#store.count()) < maxRecordSets) return;
    throw new CallerError("limit-exceeded", `Local zones hold ${maxRecordSets} record sets at most.`);
  }
}

/** The delegation nearest to the apex, if one lies between it and the name (RFC 1034 §4.3.2 step 3b). */
function cutAbove(
  path: readonly string[],
  apex: string,
  sets: readonly LocalRecordSet[],
): PromptNode | undefined {
  for (const cut of path.toReversed()) {
    if (cut === apex) continue;
    const delegation = sets.find(({ name, type }) => name === cut && type === "NS");
    if (delegation !== undefined) {
      return { kind: "delegated", cut, nameServers: recordsOf(delegation), glue: [] };
    }
  }
  return undefined;
}

function recordsOf({ name, type, values, ttlSeconds }: LocalRecordSet): ResourceRecord[] {
  return values.map((value) => ({ name, ttl: ttlSeconds, ...recordDataOf(type, value) }));
}

function localType(text: string): LocalRecordType {
  const type = localRecordTypes.find((known) => known === text.toUpperCase());
  if (type === undefined) throw wrong("type", `must be one of ${localRecordTypes.join(", ")}`);
  return type;
}

function checkedValues(type: LocalRecordType, values: readonly string[]): string[] {
  const most = type === "CNAME" ? 1 : maxValues;
  if (values.length === 0 || values.length > most) throw wrong("values", `must be 1 to ${most} for ${type}`);
  const checked = values.map((text, index) => {
    const reading = readRecordValue(type, text);
    if (!reading.ok) throw wrong(`values[${index}]`, `${reading.fault}: ${text.slice(0, 100)}`);
    return reading.value;
  });
  return [...new Set(checked)];
}

function checkedTtl({ ttlSeconds = defaultTtlSeconds }: RecordSetRequest): number {
  if (!isIntegerUpTo(ttlSeconds, maxTtlSeconds)) throw wrong("ttlSeconds", `must be 0 to ${maxTtlSeconds}`);
  return ttlSeconds;
}

function isIntegerUpTo(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function conflicts({ name, type }: LocalRecordSet, here: readonly LocalRecordSet[]): boolean {
  // An apex has an SOA and NS whatever is set there.
  if (type === "CNAME" && name === localApexOf(name)) return true;
  return here.some((other) => (other.type === "CNAME") !== (type === "CNAME"));
}

function wrong(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path} ${message}`, [{ path, message }]);
}
