import { getDomain } from "tldts";
import type { DkimKeys } from "#features/dkim-keys/index.ts";
import {
  type DomainOwnersStore,
  type Identities,
  maySend,
  type OwnedDomain,
} from "#features/identities/index.ts";
import { NotKept } from "#features/role-mailboxes/index.ts";
import type { SignatureVerdicts } from "#features/signature-verdicts/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { readDomain } from "#protocols/address/domain.ts";
import type { AggregateReport } from "#protocols/dmarc/aggregate-report.ts";
import { Places } from "#protocols/dns/client/places.ts";
import { selfAndAncestors } from "#protocols/dns/name.ts";
import { type MimePart, readParts } from "#protocols/mime/parts.ts";
import type { DmarcReport, DmarcSummary } from "./report.ts";
import { ReportLine } from "./report-line.ts";
import { type IsOurs, passes, rowsOf } from "./report-rows.ts";
import { authorIn } from "./reporter.ts";
import { type DmarcReportStore, NotOneMore, type RoomOfADay } from "./store.ts";

/** What is older is forgotten. */
export const keptDays = 90;
/**
 * Of a domain's and a day's, from whoever can prove who they are, and from others: Google, Microsoft and Yahoo send one each. Of a reporter one
 * an hour, whatever names it has: anybody may sign what they make up, and is to leave room for others.
 */
const roomOfProven = { inAll: 500, ofReporter: 24 };
/** Of all names together that nobody has proven, below one that somebody has: there is no end of them. */
const roomOfNamesBelow = { inAll: 1_000, ofReporter: 100 };
/** RFC 9990 has a report be of a day. */
const longestPeriodMs = 8 * dayMs;
/** More than anybody sends; sums of it stay exact. */
const mostMessages = 10_000_000_000;
const mostReporters = 100;
const mostSources = 200;

interface Parts {
  readonly store: DmarcReportStore;
  readonly identities: Pick<Identities, "get">;
  readonly domainOwners: Pick<DomainOwnersStore, "ofProven">;
  readonly dkimKeys: Pick<DkimKeys, "ofDomain">;
  readonly signatureVerdicts: Pick<SignatureVerdicts, "byPublishedKeys">;
  readonly clock: Clock;
  readonly random: Random;
  readonly zone: string;
}

/** What came of a message to the reports' address. */
type Outcome = "kept" | "repeated" | "no-report" | "out-of-time" | "nobodys";

/**
 * What receivers of mail tell the owner of a domain: who sends in its name, and whether DMARC holds it for the domain's (RFC 9990). One address
 * takes it for all domains that are proven here. Who sent a report is proven by a signature, or else it is listed and counts for nothing.
 */
export class DmarcReports {
  readonly #parts: Parts;
  /** One at a time: a message of 2 MB may hold ten times that. */
  readonly #places = new Places(1, () => 1);
  readonly #line = new ReportLine();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What belongs into the `rua` of a domain's DMARC record. */
  get address(): string {
    return reportsAddress(this.#parts.zone);
  }

  accepts(recipient: string): boolean {
    return recipient.toLowerCase() === this.address;
  }

  /** Resolves once it is on disk, or known to be of no use. Throws `NotKept` where a domain has too many, or too many come at once. */
  async receive({
    recipients,
    content,
    peer,
  }: {
    readonly recipients: readonly string[];
    readonly content: Uint8Array;
    readonly peer: { readonly address: string };
  }): Promise<Outcome | undefined> {
    if (!recipients.some((recipient) => this.accepts(recipient))) return undefined;
    return await this.#line.within(peer.address, async () => await this.#takeIn(content));
  }

  async #takeIn(content: Uint8Array): Promise<Outcome> {
    const mail = readParts(content);
    const report = mail && (await this.#read(mail));
    if (mail === undefined || report === undefined) return "no-report";
    if (!this.#isOfOurTime(report)) return "out-of-time";
    const domain = readDomain(report.policy.domain);
    const owned = domain.ok ? await this.#parts.domainOwners.ofProven(selfAndAncestors(domain.name)) : [];
    if (!domain.ok || owned.length === 0) return "nobodys";
    return await this.#keep(report, { domain: domain.name, owned, ...(await this.#author(mail, content)) });
  }

  /** Who sends in the name of a domain, and of those below it, in the last days. Throws `not-found`, `bad-request`. */
  async summary(owner: Owner, name: string, { days }: { readonly days: number }): Promise<DmarcSummary> {
    const { store, clock } = this.#parts;
    const domain = await this.#provenDomain(owner, name);
    const to = (Math.floor(clock.now() / dayMs) + 1) * dayMs;
    const period = { domain, from: to - days * dayMs, to };
    const [reportedDays, reporters, sources] = await Promise.all([
      store.days(period),
      store.reporters(period, mostReporters),
      store.sources(period, mostSources),
    ]);
    const sum = (what: "messages" | "passed") => reportedDays.reduce((all, day) => all + day[what], 0);
    return {
      ...period,
      messages: sum("messages"),
      passed: sum("passed"),
      days: reportedDays,
      reporters,
      sources,
    };
  }

  /** One page of what came, the latest first. Throws `not-found`, `bad-request`. */
  async list(owner: Owner, name: string, page: PageRequest): Promise<Page<DmarcReport>> {
    const domain = await this.#provenDomain(owner, name);
    return await readPage(page, {
      name: `DMARC reports of ${domain}`,
      positionOf: ({ id }) => id,
      read: async ({ after, limit }) => await this.#parts.store.list(domain, { before: after, limit }),
    });
  }

  /** What is old enough. */
  async forget(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#parts;
    const before = (Math.floor(clock.now() / dayMs) - keptDays) * dayMs;
    while (!signal.aborted && !(await store.forget(before)));
  }

  /** What others report of a domain is for who has proven it. */
  async #provenDomain(owner: Owner, name: string): Promise<string> {
    const identity = await this.#parts.identities.get(owner, name);
    if (identity.kind !== "domain") {
      throw new CallerError(
        "bad-request",
        "Only a domain has DMARC reports; those of an address are its domain's.",
      );
    }
    if (!maySend(identity)) {
      throw new CallerError(
        "bad-request",
        `DMARC reports of ${identity.name} are shown once it is verified.`,
      );
    }
    return identity.name;
  }

  async #read(mail: MimePart): Promise<AggregateReport | undefined> {
    if (!this.#places.take("")) await this.#places.wait("");
    try {
      const { reportIn } = await import("#protocols/dmarc/report-mail.ts");
      return await reportIn(mail);
    } finally {
      this.#places.release("");
    }
  }

  #isOfOurTime({ beginsAt, endsAt }: AggregateReport): boolean {
    const now = this.#parts.clock.now();
    return beginsAt > now - keptDays * dayMs && endsAt < now + dayMs && endsAt - beginsAt <= longestPeriodMs;
  }

  async #author(mail: MimePart, content: Uint8Array): Promise<Pick<DmarcReport, "reporter" | "isProven">> {
    const author = authorIn(mail.fields);
    const verdicts = await this.#parts.signatureVerdicts.byPublishedKeys(content);
    const isProven = verdicts.some(
      ({ verdict, caution, domain }) =>
        verdict === "valid" && caution === undefined && author !== "" && isAligned(domain, author),
    );
    return { reporter: author, isProven };
  }

  async #keep(
    report: AggregateReport,
    {
      domain,
      owned,
      ...author
    }: Pick<DmarcReport, "domain" | "reporter" | "isProven"> & { readonly owned: readonly OwnedDomain[] },
  ): Promise<Outcome> {
    const { store, clock, random } = this.#parts;
    const rows = rowsOf(report.rows, await this.#ourSelectors(owned));
    const count = (some: readonly { readonly messages: number }[]) =>
      some.reduce((sum, { messages }) => sum + messages, 0);
    const messages = count(rows);
    if (messages > mostMessages) return "no-report";
    const { organization, contact, id: reportId, beginsAt, endsAt, policy } = report;
    const now = clock.now();
    const kept = {
      id: newId("dmr", now, random),
      domain,
      ...author,
      organization,
      contact,
      reportId,
      beginsAt,
      endsAt,
      policy,
      messages,
      passed: count(rows.filter(passes)),
      receivedAt: now,
    };
    try {
      await store.keep(kept, rows, roomFor(kept, owned));
      return "kept";
    } catch (error) {
      if (!(error instanceof NotOneMore)) throw error;
      if (error.reason === "no-room") throw new NotKept("no-room");
      return "repeated";
    }
  }

  async #ourSelectors(owned: readonly OwnedDomain[]): Promise<IsOurs> {
    const keys = await Promise.all(
      owned.map(async ({ owner, domain }) => {
        const ofDomain = await this.#parts.dkimKeys.ofDomain(owner, domain);
        return ofDomain.map(({ selector }) => `${selector.toLowerCase()} ${domain}`);
      }),
    );
    const ours = new Set(keys.flat());
    return (domain, selector) => ours.has(`${selector} ${domain}`);
  }
}

function roomFor({ domain, reporter }: DmarcReport, owned: readonly OwnedDomain[]): RoomOfADay {
  const proven = new Set(owned.map((one) => one.domain));
  const nearest = selfAndAncestors(domain).find((name) => proven.has(name)) ?? domain;
  const room = nearest === domain ? roomOfProven : roomOfNamesBelow;
  return { domain: nearest, reporter: organizationOf(reporter), ...room };
}

export function reportsAddress(zone: string): string {
  return `dmarc@${zone}`;
}

/** As RFC 9989 says it of relaxed alignment. */
function isAligned(one: string, other: string): boolean {
  return organizationOf(one) === organizationOf(other);
}

function organizationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
