import type { Announcements } from "#platform/announcements.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import { Recent } from "#platform/recent.ts";
import { masterFile } from "#protocols/dns/master-file.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import type { ResourceRecord, SoaRecord } from "#protocols/dns/record.ts";
import type { Zone, ZoneNode, ZoneSource } from "#protocols/dns/zone.ts";
import {
  addressRecords,
  aliasRecord,
  bounceRecords,
  dkimRecord,
  dmarcRecord,
  isRegionLabel,
  mailExchangerRecord,
  nameServerRecord,
  proofRecords,
  reportsTakenRecord,
  spfRecord,
  type ZoneNames,
  zoneNames,
} from "./fixed-records.ts";
import type { DkimTokens, PublishedKey } from "./key-records.ts";

export interface SigningZoneOptions {
  /** A normal name: `SIGNET_ZONE`. */
  readonly apex: string;
  readonly tokens: DkimTokens;
  readonly proofs?: CertificateProofs | undefined;
  /** Whether the zone's own address takes DMARC reports of a domain; of none, unless said. */
  readonly takesReportsOf?: (domain: string) => Promise<boolean>;
  /** Of keys that changed; a zone that nobody asks, as for its file, need not hear of them. */
  readonly announcements?: Announcements;
  readonly clock: Clock;
  /** Where our name server and our mail exchanger are reached. Asked anew each time: a listener learns its own late. */
  readonly addresses: () => readonly string[];
  /** Addresses our mail leaves from, for SPF; empty when they are not known. */
  readonly sendingAddresses?: readonly string[];
}

/** What proves to an authority that certificates for names of the zone, and for those whose owners point here, are ours to have (RFC 8555 §8.4). */
export interface CertificateProofs {
  /** Where all of them stand. */
  readonly place: string;
  /** Names of the zone that lead there. */
  readonly aliases: readonly string[];
  /** Those of this moment. */
  readonly texts: () => Promise<readonly string[]>;
}

/** A key the zone file is to hold: a zone served from a file knows only what is written there. */
export interface ZoneFileKey {
  readonly token: string;
  readonly publicKeyBase64: string;
}

type RecentKeys = Recent<PublishedKey | undefined>;

const soaTtl = 60;
/** Where mail comes back to, and where it is submitted. */
const regionHosts = ["feedback-smtp", "email-smtp"];
const absent: ZoneNode = { kind: "absent" };
/** Exists only because of what lies below it, or waits for its key. */
const withoutRecords: ZoneNode = { kind: "records", records: [] };

/** The zone delegated to us: the keys behind customers' tokens, and the hosts their records name. */
export class SigningZone implements Zone, ZoneSource {
  readonly apex: string;
  readonly #names: ZoneNames;
  readonly #dmarc: ResourceRecord;
  readonly #clock: Clock;
  readonly #addresses: () => readonly string[];
  readonly #sendingAddresses: readonly string[];
  readonly #tokens: DkimTokens;
  /** Also that there is no key: a flood of one name is one look into the store. */
  readonly #recent: { readonly token: RecentKeys; readonly service: RecentKeys };
  readonly #proofs: CertificateProofs | undefined;
  readonly #recentProofs: Recent<readonly string[]>;
  readonly #takesReportsOf: (domain: string) => Promise<boolean>;
  readonly #recentReports: Recent<boolean>;
  /** Below it stand the domains whose DMARC reports may come to the zone (RFC 9990). */
  readonly #reportsPlace: string;

  constructor(options: SigningZoneOptions) {
    const { apex, tokens, proofs, announcements, clock, addresses, sendingAddresses = [] } = options;
    this.apex = apex;
    this.#names = zoneNames(apex);
    this.#dmarc = dmarcRecord(apex);
    this.#clock = clock;
    this.#addresses = addresses;
    this.#sendingAddresses = sendingAddresses;
    this.#tokens = tokens;
    this.#recent = { token: new Recent({ clock }), service: new Recent({ clock }) };
    this.#proofs = proofs;
    this.#recentProofs = new Recent({ clock });
    this.#takesReportsOf = options.takesReportsOf ?? (async () => false);
    this.#recentReports = new Recent({ clock });
    this.#reportsPlace = `_report._dmarc.${apex}`;
    // They are remembered by token, and announced by domain.
    announcements?.hear("dkim-keys", () => this.#recent.token.forget(undefined));
    announcements?.hear("tls-certificate", () => this.#recentProofs.forget(undefined));
  }

  /** The host that answers for this zone, and for local ones. */
  get nameServer(): string {
    return this.#names.nameServer;
  }

  get soa(): SoaRecord {
    return {
      name: this.apex,
      ttl: soaTtl,
      type: "SOA",
      primaryNameServer: this.#names.nameServer,
      adminMailbox: `hostmaster.${this.apex}`,
      // Nobody transfers this zone from here, so nobody compares serials: the time, to the minute, only ever grows.
      serial: Math.floor(this.#clock.now() / minuteMs) * (minuteMs / secondMs),
      refresh: 3_600,
      retry: 600,
      expire: 604_800,
      minimum: 60,
    };
  }

  zoneOf(name: string): this | undefined {
    return isAtOrBelow(name, this.apex) ? this : undefined;
  }

  async at(name: string): Promise<ZoneNode> {
    if (name === this.apex) return existing(this.#apexRecords());
    if (isAtOrBelow(name, this.#reportsPlace)) return await this.#reportsNode(name);
    const proof = this.#proofs && (await this.#proofNode(name, this.#proofs));
    const node = proof ?? (await this.#nodeBelow(name));
    // RFC 8020: who hears that there is no such name asks for none below it.
    const isAbove = node === absent && this.#proofs?.aliases.some((alias) => isAtOrBelow(alias, name));
    return isAbove ? withoutRecords : node;
  }

  /** What the operator publishes in the parent zone: the delegation and its glue. */
  delegation(): ResourceRecord[] {
    return [nameServerRecord(this.#names), ...addressRecords(this.#names.nameServer, this.#addresses())];
  }

  /** The whole zone as a master file (RFC 1035 §5), for those who would serve it themselves. */
  zoneFile(
    regions: readonly string[],
    keys: Iterable<ZoneFileKey> = [],
    serviceKey?: { readonly selector: string; readonly publicKeyBase64: string },
  ): string {
    const { nameServer, mailExchanger } = this.#names;
    const [, ...others] = this.#apexRecords();
    // Whoever serves the file may have secondaries, which fetch it anew only where the serial has grown.
    const soa = { ...this.soa, serial: Math.floor(this.#clock.now() / secondMs) };
    const records: ResourceRecord[] = [
      soa,
      ...others,
      ...[nameServer, mailExchanger].flatMap((host) => this.#hostRecords(host)),
    ];
    records.push(spfRecord(this.#names.spf, this.#sendingAddresses), this.#dmarc);
    records.push(reportsTakenRecord(`*.${this.#reportsPlace}`));
    for (const region of regions) {
      records.push(...bounceRecords(region, this.#names));
      records.push(...regionHosts.flatMap((host) => this.#hostRecords(`${host}.${region}.${this.apex}`)));
    }
    if (serviceKey !== undefined) {
      records.push(dkimRecord(`${serviceKey.selector}._domainkey.${this.apex}`, serviceKey.publicKeyBase64));
    }
    for (const { token, publicKeyBase64 } of keys) {
      records.push(dkimRecord(`${token}.dkim.${this.apex}`, publicKeyBase64));
    }
    return masterFile(records);
  }

  #apexRecords(): ResourceRecord[] {
    return [
      this.soa,
      nameServerRecord(this.#names),
      // What we call ourselves in EHLO, and the natural name for our addresses (PTR), has to lead back to them.
      ...this.#hostRecords(this.apex),
      mailExchangerRecord(this.#names),
      spfRecord(this.apex, this.#sendingAddresses),
    ];
  }

  #hostRecords(name: string): ResourceRecord[] {
    return addressRecords(name, this.#addresses());
  }

  async #nodeBelow(name: string): Promise<ZoneNode> {
    const labels = name
      .slice(0, -this.apex.length - 1)
      .split(".")
      .reverse();
    const [top = "", second] = labels;
    if (labels.length > 2) return absent;
    if (top === "dkim") return await this.#keyNode(name, second, "token");
    if (top === "_domainkey") return await this.#keyNode(name, second, "service");
    if (isRegionLabel(top)) return this.#regionNode(top, second);
    if (second !== undefined) return absent;
    return this.#hostNode(name);
  }

  async #proofNode(
    name: string,
    { place, aliases, texts }: CertificateProofs,
  ): Promise<ZoneNode | undefined> {
    if (aliases.includes(name)) return existing([aliasRecord(name, place)]);
    if (name !== place) return undefined;
    const found = await this.#recentProofs.get("", texts);
    return found.length === 0 ? absent : existing(proofRecords(name, found));
  }

  /** Never absent: who hears that there is no `example` asks for no `shop.example` (RFC 8020). */
  async #reportsNode(name: string): Promise<ZoneNode> {
    const domain = name.slice(0, -this.#reportsPlace.length - 1);
    if (domain === "") return withoutRecords;
    const takes = await this.#recentReports.get(domain, async () => await this.#takesReportsOf(domain));
    return takes ? existing([reportsTakenRecord(name)]) : withoutRecords;
  }

  async #keyNode(name: string, label: string | undefined, kind: "token" | "service"): Promise<ZoneNode> {
    if (label === undefined) return withoutRecords;
    const { publicKeyOf, serviceKeyOf } = this.#tokens;
    const find = kind === "token" ? publicKeyOf : serviceKeyOf;
    const key = await this.#recent[kind].get(label, async () => await find(label));
    if (key === undefined) return absent;
    return "withoutKey" in key ? withoutRecords : existing([dkimRecord(name, key.publicKeyBase64)]);
  }

  #regionNode(region: string, host: string | undefined): ZoneNode {
    if (host === undefined) return withoutRecords;
    if (host === "bounces") return existing(bounceRecords(region, this.#names));
    if (regionHosts.includes(host)) return existing(this.#hostRecords(`${host}.${region}.${this.apex}`));
    return absent;
  }

  #hostNode(name: string): ZoneNode {
    if (name === this.#names.nameServer || name === this.#names.mailExchanger) {
      return existing(this.#hostRecords(name));
    }
    if (name === this.#names.spf) return existing([spfRecord(name, this.#sendingAddresses)]);
    if (name === this.#dmarc.name) return existing([this.#dmarc]);
    return absent;
  }
}

function existing(records: readonly ResourceRecord[]): ZoneNode {
  return { kind: "records", records };
}
