import { readDomain } from "#protocols/address/domain.ts";

/** A DNS blocklist: what it is called, and what it is asked under. */
export interface ChosenBlocklist {
  readonly name: string;
  readonly zone: string;
  /** Of a subscription; part of the zone's name, and a secret. */
  readonly key: string | undefined;
}

/** So long is the key of a subscription, and hardly a label that says what it is. */
const likeKey = /(?:^|\.)[a-z0-9]{20,}\./i;
/** The nibbles of an IPv6 address stand before the zone, in 253 octets. */
const longestZone = 180;

/** No error repeats a zone: it may hold a key that was written in the wrong place. */
export function readBlocklists(text: string): readonly ChosenBlocklist[] {
  const lists = text.split(",").map((entry) => readBlocklist(entry.trim()));
  if (new Set(lists.map(({ name }) => name)).size < lists.length) throw new Error("a list is named twice");
  return lists;
}

function readBlocklist(entry: string): ChosenBlocklist {
  const [last = "", ...before] = entry.split("@").reverse();
  const key = before.length === 0 ? undefined : before.join("@").toLowerCase();
  if (key !== undefined && !/^[a-z0-9-]{1,63}$/.test(key)) {
    throw new Error("expected a key of letters and digits before the @");
  }
  const reading = readDomain(last);
  if (!reading.ok || !reading.name.includes(".")) {
    throw new Error("expected the zones of blocklists, such as bl.example.net,KEY@zen.example.net");
  }
  const { name } = reading;
  if (likeKey.test(`${name}.`)) throw new Error("expected a key to stand before an @: KEY@zen.example.net");
  const zone = key === undefined ? name : `${key}.${name}`;
  if (zone.length > longestZone) throw new Error(`expected a zone of at most ${longestZone} characters`);
  return { name, zone, key };
}
