import { Resolver } from "node:dns/promises";
import { ownAddresses, reachedAt } from "#config/reached-at.ts";
import { type Config, isLoopbackHost, isOwnMachine } from "#config.ts";
import { acmeStanding } from "#features/acme/index.ts";
import type { Blocklists } from "#features/blocklists/index.ts";
import type { DatabaseClock } from "#features/database-clock/index.ts";
import type { DnsInspector } from "#features/dns-evidence/index.ts";
import {
  Doctor,
  type Examination,
  examineBlocklists,
  examineCertificate,
  examineClock,
  examineDane,
  examineDatabase,
  examineDisk,
  examineInbound,
  examineKeys,
  examineLinks,
  examineOidc,
  examineOutboundSmtp,
  examineQueue,
  examineReverseDns,
  examineSmartHost,
  examineZone,
  type Finding,
  type Greeted,
  type Reversal,
  staysHome,
  unreachableZone,
} from "#features/doctor/index.ts";
import { type CurrentCertificate, summarize } from "#features/tls-certificate/index.ts";
import { type Database, sqliteFileIn } from "#platform/database/open.ts";
import { isOwnAddress } from "#platform/machine-addresses.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { clockOffset } from "#protocols/ntp/sntp.ts";
import { smtpGreeting } from "#protocols/smtp/greeting.ts";
import type { Features } from "./features.ts";
import type { FoundMailExchangers } from "./mail-exchangers.ts";
import type { Surroundings } from "./surroundings.ts";
import { systemResolvers } from "./system-resolvers.ts";

/** A domain whose mail servers everybody reaches, and where the time is to be had. */
const wellKnown = { mail: "gmail.com", time: "pool.ntp.org", timePort: 123 };

type Parts = Features & {
  readonly config: Config;
  readonly surroundings: Surroundings;
  readonly database: Database;
  readonly databaseClock: DatabaseClock | undefined;
  readonly blocklists: Blocklists;
  readonly inspector: DnsInspector;
  readonly mailExchangers: FoundMailExchangers | undefined;
  readonly certificate: CurrentCertificate | undefined;
  readonly publicUrl: () => string;
};

/** Who examines this installation. Outside, only public addresses are contacted, and the smart host that the operator named. */
export function openDoctor(parts: Parts): Doctor {
  const { config, surroundings, database, databaseClock, deliveries, serviceKey } = parts;
  const { clock } = surroundings;
  const isPublic = [config.smtp, ...(config.https === undefined ? [] : [config.https])].some(
    ({ host }) => !isLoopbackHost(host),
  );
  const atHome: Examination[] = [
    {
      name: "database",
      examine: async () => await examineDatabase(database.engine, () => database.ping(), databaseClock),
    },
    { name: "disk", examine: async () => await lookAtDisk(config) },
    { name: "queue", examine: async () => examineQueue(await deliveries.backlog(), clock.now()) },
    {
      name: "certificate",
      examine: async () =>
        examineCertificate(parts.certificate && summarize(await parts.certificate.refresh()), {
          now: clock.now(),
          isPublic,
          acme: parts.keptIssuance && (await acmeStanding(parts.keptIssuance, config.zone)),
        }),
    },
    { name: "signing-keys", examine: async () => await examineKeys(async () => await serviceKey.open()) },
    { name: "links", examine: async () => lookAtLinks(config, parts.publicUrl()) },
    { name: "inbound", examine: async () => lookAtInbound(config) },
    { name: "zone", examine: async (signal) => await lookAtZone(parts, signal) },
    ...signIn(parts),
  ];
  return new Doctor({ examinations: [...atHome, ...outward(parts)], clock });
}

function signIn({ config: { oidc }, oidcProvider }: Parts): Examination[] {
  if (oidc === undefined || oidcProvider === undefined) return [];
  return [{ name: "sign-in", examine: async () => examineOidc(oidc.issuer, await oidcProvider.faultNow()) }];
}

function outward({ config, surroundings, blocklists, mailExchangers }: Parts): Examination[] {
  const { clock, mailServerPort } = surroundings;
  const world = new World(config);
  const named = (name: string, examine: Examination["examine"]): Examination => ({
    name,
    examine: config.delivery.transport === "capture" ? async () => atRest : examine,
  });
  return [
    named("outbound-smtp", async (signal) => {
      const { delivery, zone: clientName } = config;
      if (delivery.transport === "smart-host")
        return await examineSmartHost(delivery.address, { clientName, clock, signal });
      return await examineOutboundSmtp(
        async () => await world.greet(wellKnown.mail, mailServerPort, signal),
        mailServerPort,
      );
    }),
    named("reverse-dns", async () =>
      config.delivery.transport === "mx" ? examineReverseDns(await world.reversals()) : bySmartHost,
    ),
    named("blocklists", async () => {
      if (config.delivery.transport !== "mx") return bySmartHost;
      return blocklists.areAsked ? examineBlocklists(await blocklists.standings()) : noListAsked;
    }),
    named("dane", async () =>
      config.delivery.transport === "mx"
        ? examineDane(config.dane ? await mailExchangers?.askOfRoot() : undefined)
        : bySmartHost,
    ),
    named("clock", async (signal) =>
      examineClock(async () => {
        const address = await world.publicAddressOf(wellKnown.time);
        const offsetMs = await clockOffset({ address, port: wellKnown.timePort }, clock, signal);
        return { offsetMs, server: wellKnown.time };
      }),
    ),
  ];
}

const bySmartHost: Finding = {
  status: "ok",
  seen: "Mail leaves by the smart host's address.",
  advice: "",
};

const noListAsked: Finding = {
  status: "not-asked",
  seen: "No blocklist is asked about the addresses that mail leaves from (SIGNET_BLOCKLISTS).",
  advice: "",
};

const atRest: Finding = { status: "not-asked", seen: staysHome, advice: "" };

async function lookAtZone({ config, inspector, serviceKey }: Parts, signal: AbortSignal): Promise<Finding> {
  const { zone, dns, delivery } = config;
  if (isLoopbackHost(dns.host)) {
    const seen = `${zone} answers on this machine only (SIGNET_DNS).`;
    return delivery.transport === "capture"
      ? { status: "ok", seen, advice: "" }
      : {
          status: "warning",
          seen,
          advice: "Receivers cannot see our keys: delegate a zone, and let SIGNET_DNS listen outside.",
        };
  }
  if (reachedAt(config).length === 0) return unreachableZone(zone);
  const { selector, publicKeyBase64 } = await serviceKey.open();
  return examineZone(
    zone,
    publicKeyBase64,
    await inspector.textsAt(`${selector}._domainkey.${zone}`, signal),
  );
}

async function lookAtDisk({ dataFolder, databaseUrl }: Config): Promise<Finding> {
  return databaseUrl === undefined
    ? await examineDisk(dataFolder, `${sqliteFileIn(dataFolder)}-wal`)
    : diskElsewhere;
}

/** All that grows is in the database, and the data folder may not even be there. */
const diskElsewhere: Finding = {
  status: "not-asked",
  seen: "PostgreSQL's disk is not seen from here, and nothing that grows is kept on this one.",
  advice: "",
};

function lookAtLinks({ delivery }: Config, publicUrl: string): Finding {
  return examineLinks(publicUrl, {
    leadsElsewhere: !isOwnMachine(new URL(publicUrl)),
    staysHome: delivery.transport === "capture",
  });
}

function lookAtInbound({ inbound: { host, port }, delivery }: Config): Finding {
  return examineInbound(`${host}:${port}`, {
    isReached: !isLoopbackHost(host),
    staysHome: delivery.transport === "capture",
  });
}

/** The Internet, as the configured resolvers tell of it. */
class World {
  readonly #config: Config;
  readonly #refusal: (address: string) => string | undefined;

  constructor(config: Config) {
    this.#config = config;
    this.#refusal = createAddressPolicy(config.privateNetworks);
  }

  async greet(domain: string, port: number, signal: AbortSignal): Promise<Greeted> {
    const exchangers = await this.#resolver().resolveMx(domain);
    const best = exchangers.toSorted((one, other) => one.priority - other.priority)[0];
    if (best === undefined) return { kind: "none", peer: domain, reason: "it has no mail server" };
    return await greeted({ host: await this.publicAddressOf(best.exchange), port }, signal);
  }

  async publicAddressOf(host: string): Promise<string> {
    const addresses = await this.#resolver().resolve4(host);
    const open = addresses.find((address) => this.#refusal(address) === undefined);
    if (open === undefined) throw new Error(`${host} has no public address`);
    return open;
  }

  async reversals(): Promise<Reversal[]> {
    const given = this.#config.outboundAddresses;
    const addresses =
      given.length > 0 ? given : ownAddresses().filter((address) => this.#refusal(address) === undefined);
    return await Promise.all(addresses.map(async (address) => await this.#reversal(address)));
  }

  async #reversal(address: string): Promise<Reversal> {
    const names = await this.#resolver().reverse(address).catch(noneOrUnknown);
    const back = await Promise.all(
      (names ?? []).map(async (name) => {
        const resolver = this.#resolver();
        const found = address.includes(":") ? resolver.resolve6(name) : resolver.resolve4(name);
        return (await found.catch((): string[] => [])).includes(address);
      }),
    );
    // Where nothing leaves from here, the addresses are those of others.
    const isOurs = !this.#config.roles.has("workers") || (await isOwnAddress(address));
    return { address, names, isConfirmed: back.includes(true), isOurs };
  }

  #resolver(): Resolver {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    const places = this.#config.resolvers ?? systemResolvers();
    if (places === "roots") throw new Error("there is no resolver to ask (SIGNET_RESOLVERS=roots)");
    resolver.setServers(
      places.map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`)),
    );
    return resolver;
  }
}

async function greeted(
  server: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Greeted> {
  const peer = `${server.host}:${server.port}`;
  try {
    return { kind: "greeting", peer, text: await smtpGreeting(server, signal) };
  } catch (error) {
    return { kind: "none", peer, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** That there is no such name is an answer. */
function noneOrUnknown(error: unknown): string[] | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOTFOUND" || code === "ENODATA" ? [] : undefined;
}
