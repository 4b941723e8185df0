import { isIP } from "node:net";
import { DomainPlaces } from "#features/delivery/domain-places.ts";
import { handOver } from "#features/delivery/hand-over.ts";
import {
  type Content,
  type Envelope,
  type Journal,
  NoRoom,
  NotNow,
  type Transport,
  type TransportReport,
} from "#features/delivery/transport.ts";
import type { Shares } from "#features/shares/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { allowsMx, type StsPolicy } from "#protocols/mta-sts/policy.ts";
import { rfcTimeouts, type SmtpTimeouts } from "#protocols/smtp/timeouts.ts";
import type { MailExchangers } from "./mail-exchangers.ts";
import { ServerPools } from "./server-pools.ts";
import { Site, type SiteOutcome } from "./site.ts";
import { Sites } from "./sites.ts";
import { StrangersPlaces } from "./strangers-places.ts";
import { targetsFrom } from "./targets.ts";
import { type SessionListener, TlsSessions } from "./tls-sessions.ts";
import { TransportSecurity } from "./transport-security.ts";
import {
  after,
  hasBrokenTls,
  mayAskAnother,
  pushedBackWith,
  reportOf,
  sameForAll,
  silenceAfter,
  type Target,
  type Visit,
  visitOf,
} from "./visit.ts";

export interface MxOptions {
  readonly exchangers: MailExchangers;
  /** What domains demand of those who deliver to them; nothing where it is left out. `enter` is asked where that is not known yet. */
  readonly policyOf?: (domain: string, enter: () => Disposable) => Promise<StsPolicy | undefined>;
  /** The addresses that mail of a pool leaves from. */
  readonly sourceAddresses?: (owner: Envelope["owner"], pool: string) => Promise<readonly string[]>;
  /** Who else delivers; nobody where it is left out. */
  readonly shares?: Pick<Shares, "hold">;
  /** Until when nothing is to be tried at a site; undefined where it may be. */
  readonly heldUntil?: (owner: Envelope["owner"], site: string) => Promise<number | undefined>;
  /** Messages a second to one provider; as many as it takes where it is left out. */
  readonly mostPerSecond?: number;
  /** Why an address must not be connected to, or undefined where it may be. */
  readonly refusedAddress: (address: string) => string | undefined;
  /** What we call ourselves in EHLO. */
  readonly clientName: string;
  readonly clock: Clock;
  /** Where mail servers listen: 25 but in tests. */
  readonly port: number;
  readonly timeouts?: SmtpTimeouts;
  /** How many messages at once. */
  readonly mostAttempts?: number;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
  /** Is told how sessions went; nobody where it is left out. */
  readonly sessionListener?: SessionListener;
}

/** Sockets are cheap: this many attempts may wait for slow servers without holding others up. */
const mostAttempts = 1_000;
/** A server that does not answer is not waited for as long as the RFC allows. */
const timeouts: SmtpTimeouts = { ...rfcTimeouts, connect: 15 * secondMs, greeting: 30 * secondMs };

/** Delivers to the recipients' own servers. */
export class MxTransport implements Transport {
  readonly concurrency: number;
  readonly #options: MxOptions;
  readonly #sites = new Sites((name) => this.#newSite(name));
  readonly #pools: ServerPools;
  readonly #strangers: StrangersPlaces;
  readonly #domainPlaces: DomainPlaces;
  readonly #security: TransportSecurity;
  readonly #sessions: TlsSessions;
  #turn = 0;

  constructor(options: MxOptions) {
    this.#options = options;
    this.#pools = new ServerPools({ ...options, timeouts: options.timeouts ?? timeouts });
    this.concurrency = options.mostAttempts ?? mostAttempts;
    const places = { places: this.concurrency, clock: options.clock };
    this.#strangers = new StrangersPlaces(places);
    this.#domainPlaces = new DomainPlaces(places);
    this.#security = new TransportSecurity(options);
    this.#sessions = new TlsSessions(options.sessionListener);
  }

  async deliver(
    envelope: Envelope,
    content: Content,
    journal: Journal,
    stop: AbortSignal,
  ): Promise<TransportReport> {
    const { domain } = envelope;
    const route = await this.#options.exchangers.routeOf(domain, () => this.#domainPlaces.enter(domain));
    switch (route.kind) {
      case "none":
        return sameForAll(envelope, { outcome: "refused", reply: route.reply, smtpReply: route.reply });
      case "unknown":
        return sameForAll(envelope, {
          outcome: "deferred",
          reply: `The mail servers of ${envelope.domain} could not be found out: ${route.reason}.`,
        });
      case "hosts":
        return await this.#deliverTo(route.hosts, {
          envelope,
          content,
          journal,
          stop,
          isAuthenticated: route.isAuthenticated === true,
        });
    }
  }

  /** A site that could not be reached is tried again now; without a name, all of them are. */
  endRest(name: string | undefined): void {
    this.#sites.endRest(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pools[Symbol.asyncDispose]();
  }

  async #deliverTo(all: readonly string[], given: Omit<Work, "policy">): Promise<TransportReport> {
    const policy = await this.#policyOf(given.envelope);
    const work = { ...given, policy };
    const hosts = policy?.mode === "enforce" ? all.filter((host) => allowsMx(policy, host)) : all;
    if (hosts.length === 0) {
      if (policy !== undefined) this.#sessions.unnamed(work.envelope, policy, all[0] ?? "");
      const reply = `None of the servers of ${work.envelope.domain} is named in its MTA-STS policy.`;
      return sameForAll(work.envelope, { outcome: "deferred", reply });
    }
    const site = this.#sites.of(hosts);
    const heldUntil = await this.#options.heldUntil?.(work.envelope.owner, site.name);
    if (heldUntil !== undefined) throw new NotNow(heldUntil, site.name);
    using _ = this.#placeFor(site);
    const entered = site.enter();
    if (entered !== "entered") {
      if ("busyUntil" in entered) throw new NoRoom(entered.busyUntil, site.name);
      const result = { outcome: "deferred", reply: entered.closedBecause } as const;
      return { ...sameForAll(work.envelope, result), site: site.standing };
    }
    if (site.isBusy) this.#options.shares?.hold(site);
    const report = await this.#visit(site, hosts, work);
    return { ...report, site: site.standing };
  }

  async #policyOf({ domain, rules }: Envelope): Promise<StsPolicy | undefined> {
    if (rules.tls === "waived") return undefined;
    return await this.#options.policyOf?.(domain, () => this.#domainPlaces.enter(domain));
  }

  /** A site that has answered needs none of the strangers' places; nor does one that rests, for nothing is sent to it. */
  #placeFor(site: Site): Disposable | undefined {
    if (site.isProven || site.closedBecause !== undefined) return undefined;
    const place = this.#strangers.enter(site);
    if ("busyUntil" in place) throw new NoRoom(place.busyUntil, site.name);
    return place;
  }

  /** Tries the servers of a site that was entered, and leaves it with what came of that. */
  async #visit(site: Site, hosts: readonly string[], work: Work): Promise<TransportReport> {
    const startedAt = this.#options.clock.now();
    let outcome: SiteOutcome = "undecided";
    let reason = "";
    try {
      const content = await work.content();
      const { report, reached } = await this.#tryAll(hosts, site, { ...work, content });
      outcome = reached;
      reason = report.recipients[0]?.reply ?? "";
      return report;
    } finally {
      site.leave(outcome, { tookMs: this.#options.clock.now() - startedAt, reason });
    }
  }

  /**
   * One server after the other, until one takes part in a conversation (RFC 5321 §5.1). Where that one puts the message off, one other host
   * is asked as well: it may be the only one that will ever take it.
   */
  async #tryAll(hosts: readonly string[], site: Site, work: Signed) {
    const sources = await this.#sourcesOf(work.envelope);
    const { targets, fault } = await targetsFrom(sources, hosts, this.#options);
    let last: TransportReport = sameForAll(work.envelope, {
      outcome: "deferred",
      reply: fault ?? `None of the servers of ${work.envelope.domain} has an address.`,
    });
    let reached: SiteOutcome = "undecided";
    let isHopeless = true;
    let putOff: Visit | undefined;
    try {
      for (let target = targets.shift(); target !== undefined; target = targets.shift()) {
        if (putOff?.report.peer === target.host) continue;
        const source = this.#sourceFor(sources, target);
        const security = await this.#security.of(target.host, work);
        const tried = { ...work, target, source };
        if ("fault" in security) {
          this.#sessions.unknown(tried, security.fault);
          last = sameForAll(work.envelope, { outcome: "deferred", reply: security.fault });
          isHopeless = false;
          continue;
        }
        const connections = this.#pools.to(target, site, { source, ...security });
        const by = { ...work, connections, clock: this.#options.clock };
        const attempt = await handOver(work.envelope, work.content, by);
        this.#sessions.note(attempt, { ...tried, security });
        if (attempt.status === "conversed") {
          const visit = visitOf(target, attempt.report, source);
          if (putOff !== undefined) return after(putOff, visit);
          if (!mayAskAnother(visit)) return visit;
          putOff = visit;
          continue;
        }
        // What began in TLS does not go on without it; on another connection it may.
        if (security.tlsPolicy === "if-offered" && hasBrokenTls(attempt)) {
          this.#security.noteBroken(target.host);
          targets.unshift(target);
        }
        // A server that replies can be reached, even where it lacks what the message demands.
        if (attempt.smtpReply !== undefined) reached = pushedBackWith(attempt.smtpReply);
        else if (attempt.isOurFault !== true) reached = silenceAfter(attempt.step, reached);
        // One that takes no mail of ours for ever does not speak for one that could not be reached.
        isHopeless &&= attempt.isPermanent;
        last = reportOf(work.envelope, target, { ...attempt, isPermanent: isHopeless });
      }
    } catch (error) {
      // Told to stop after a server had put the message off: that is to be recorded.
      if (putOff === undefined || error !== work.stop.reason) throw error;
    }
    return putOff ?? { report: last, reached };
  }

  async #sourcesOf({ owner, rules }: Envelope): Promise<readonly string[]> {
    const { sourceAddresses } = this.#options;
    if (rules.sendingPool === undefined || sourceAddresses === undefined) return [];
    return await sourceAddresses(owner, rules.sendingPool);
  }

  /** In turn, those of the target's family; none: as the system chooses. */
  #sourceFor(sources: readonly string[], { address }: Target): string | undefined {
    const fitting = sources.filter((source) => isIP(source) === isIP(address));
    return fitting[this.#turn++ % fitting.length];
  }

  #newSite(name: string): Site {
    const site = new Site(name, this.#options);
    if (this.#options.shares === undefined) site.share({ place: 0, among: 1 });
    return site;
  }
}

interface Work {
  readonly envelope: Envelope;
  readonly content: Content;
  readonly journal: Journal;
  readonly stop: AbortSignal;
  readonly policy: StsPolicy | undefined;
  readonly isAuthenticated: boolean;
}

type Signed = Omit<Work, "content"> & { readonly content: Uint8Array };
