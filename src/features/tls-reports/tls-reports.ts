import { getDomain } from "tldts";
import type { Deliveries } from "#features/delivery/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, hourMs, isAhead, minuteMs } from "#platform/clock.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Log } from "#platform/log.ts";
import type { Random } from "#platform/random.ts";
import { Rate } from "#platform/rate.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { nameOfPlace, type ReportPlace, readReportPlaces } from "#protocols/tls-rpt/record.ts";
import { reportType, type TlsReport, writeReport } from "#protocols/tls-rpt/report.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";
import { reportMail } from "./report-mail.ts";
import { type Reporter, reportOf } from "./report-of.ts";
import { SessionCounts } from "./session-counts.ts";
import type { ClaimedReport, TlsReportStore } from "./store.ts";

/** What was counted last of a day is written by then. */
const firstSentAfterMs = 10 * minuteMs;
/** RFC 8460 §4.1: who has many senders is not to hear from all of them at midnight. */
const spreadOverMs = 4 * hourMs;
const triedAgainAfterMs = hourMs;
/** After the day that it is of. */
const givenUpAfterMs = 28 * hourMs;
/** Longer than all places of one domain are waited for, and the DNS before them. */
const leaseMs = 3 * minuteMs;
const keptMs = 3 * dayMs;
const forgottenEveryMs = hourMs;
/** To one provider. Anybody may name a stranger's mailbox or server in the records of any number of domains. */
const mostPerMinute = 10;

interface TlsReportsParts {
  readonly store: TlsReportStore;
  readonly deliveries: Pick<Deliveries, "changesToEnqueue">;
  readonly lookUp: (name: string, type: "TXT") => Promise<Looked>;
  readonly post: (
    url: string,
    content: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
  ) => Promise<Posted>;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Tells domains that ask for it how sessions in TLS with their servers went, once a day (RFC 8460). */
export class TlsReports {
  readonly #parts: TlsReportsParts;
  /** Those that are not written yet. */
  readonly counts: SessionCounts;
  readonly #rate: Rate;
  #forgetAt = Number.NEGATIVE_INFINITY;

  constructor(parts: TlsReportsParts) {
    this.#parts = parts;
    this.counts = new SessionCounts(parts.clock);
    this.#rate = new Rate(parts.clock, mostPerMinute);
  }

  note(session: TlsSession): void {
    this.counts.note(session);
  }

  /** What was counted since it was written last. Of a process that is killed, that is lost. */
  async writeCounts(): Promise<void> {
    const { store, random } = this.#parts;
    const counts = this.counts.take();
    if (counts.length === 0) return;
    const planned = new Map(
      counts.map(({ day, session: { domain } }) => {
        const jitterMs = (Buffer.from(random.bytes(2)).readUInt16BE() / 0x1_00_00) * spreadOverMs;
        const dueAt = Math.floor(day + dayMs + firstSentAfterMs + jitterMs);
        return [`${day} ${domain}`, { day, domain, dueAt }];
      }),
    );
    try {
      await store.write([
        ...store.changesToCount(counts),
        ...store.changesToPlan([...planned.values()]),
        { topic: "tls-reports" },
      ]);
    } catch (error) {
      this.counts.putBack(counts);
      throw error;
    }
  }

  async claimDue(limit: number): Promise<ClaimedReport[]> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (!isAhead(this.#forgetAt, { now, atMostMs: forgottenEveryMs })) {
      await store.forget(now - keptMs);
      this.#forgetAt = now + forgottenEveryMs;
    }
    return await store.claimDue(now, { limit, leaseUntil: now + leaseMs });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#parts.store.nextDueAt();
  }

  /**
   * Looks where a domain wants its report, and sends it to all places that do not have it yet. By mail it is queued in the commit that says
   * so; posted it is before that, and again by who takes over from a process that ended in between.
   */
  async send(
    claim: ClaimedReport,
  ): Promise<"sent" | "not-asked-for" | "put-off" | "given-up" | "lease-lost"> {
    const { store, lookUp, reporter } = this.#parts;
    const looked = await lookUp(`_smtp._tls.${claim.domain}`, "TXT");
    if (looked.kind === "failed") return await this.#putOff(claim, claim.told, []);
    const places = looked.kind === "records" ? readReportPlaces(textsOf(looked)) : [];
    const left = places.filter((place) => !claim.told.includes(nameOfPlace(place)));
    if (left.length === 0) {
      return await this.#end(claim, claim.told.length > 0 ? "sent" : "not-asked-for", []);
    }
    const admitted = left.filter((place) => this.#rate.admit(providerOf(place)));
    const report = reportOf(claim, await store.sessions(claim), reporter);
    const posted = await this.#postTo(admitted, report);
    const mailed = admitted.filter((place) => place.by === "mail");
    const mail = await this.#changesToMail(
      report,
      mailed.map(({ address }) => address),
    );
    const told = [...claim.told, ...[...posted, ...mailed].map(nameOfPlace)];
    if (posted.length + mailed.length < left.length) return await this.#putOff(claim, told, mail);
    return await this.#end({ ...claim, told }, "sent", mail);
  }

  /** Those that took it. */
  async #postTo(places: readonly ReportPlace[], report: TlsReport): Promise<ReportPlace[]> {
    const { post, log } = this.#parts;
    const urls = places.filter((place) => place.by === "https");
    const body = writeReport(report);
    const answers = await Promise.all(
      urls.map(async ({ url }) => await post(url, { headers: { "content-type": reportType }, body })),
    );
    return urls.filter(({ url }, at) => {
      const answer = answers[at];
      if (answer?.kind === "answered" && answer.status >= 200 && answer.status < 300) return true;
      const reason = answer?.kind === "answered" ? `it answered ${answer.status}` : answer?.reason;
      log.info({ domain: report.domain, host: new URL(url).host, reason }, "A TLS report was not taken.");
      return false;
    });
  }

  async #changesToMail(report: TlsReport, recipients: readonly string[]): Promise<readonly Change[]> {
    if (recipients.length === 0) return [];
    const { deliveries, clock, random, reporter } = this.#parts;
    return deliveries.changesToEnqueue(
      reportMail(report, recipients, { now: clock.now(), random, region: reporter.region }),
    );
  }

  async #putOff(claim: ClaimedReport, told: readonly string[], mail: readonly Change[]) {
    const again = this.#parts.clock.now() + triedAgainAfterMs;
    const isLate = again > claim.day + dayMs + givenUpAfterMs;
    return await this.#complete(
      claim,
      { told, dueAt: isLate ? null : again, alongside: mail },
      isLate ? "given-up" : "put-off",
    );
  }

  async #end(claim: ClaimedReport, outcome: "sent" | "not-asked-for", mail: readonly Change[]) {
    return await this.#complete(claim, { told: claim.told, dueAt: null, alongside: mail }, outcome);
  }

  async #complete<Outcome extends string>(
    claim: ClaimedReport,
    {
      alongside,
      ...end
    }: {
      readonly told: readonly string[];
      readonly dueAt: number | null;
      readonly alongside: readonly Change[];
    },
    outcome: Outcome,
  ): Promise<Outcome | "lease-lost"> {
    const { store } = this.#parts;
    try {
      await store.write([store.changeToComplete(claim, end), ...alongside]);
      return outcome;
    } catch (error) {
      return leaseLostOrThrow(error);
    }
  }
}

/** Whose mailbox or server it is: `a.b.example.net` → `example.net`. */
function providerOf(place: ReportPlace): string {
  const host =
    place.by === "mail"
      ? place.address.slice(place.address.lastIndexOf("@") + 1)
      : new URL(place.url).hostname;
  return getDomain(host) ?? host;
}

function textsOf({ records }: Extract<Looked, { kind: "records" }>): string[] {
  return records.flatMap((record) =>
    record.type === "TXT" ? [Buffer.concat(record.strings).toString("latin1")] : [],
  );
}
