import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from "kysely";
import { dayMs } from "#platform/clock.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { requireFewerThan } from "#platform/database/require-fewer-than.ts";
import type { DmarcReportsTable } from "#platform/database/tables/dmarc-reports.ts";
import type { Tables } from "#platform/database/tables/index.ts";
import { labelsOf } from "#protocols/dns/name.ts";
import type { DmarcReport, ReportedDay, ReportedSource, Reporter, ReportRow } from "./report.ts";

/** Why a report is not kept. */
export class NotOneMore extends Error {
  override readonly name = "NotOneMore";
  readonly reason: "repeated" | "no-room";

  constructor(reason: NotOneMore["reason"]) {
    super(`A DMARC report was not kept: ${reason}.`);
    this.reason = reason;
  }
}

/** Days (UTC) of a domain's reports, from the first moment of one to that of another. */
export interface Period {
  readonly domain: string;
  readonly from: number;
  readonly to: number;
}

/** What a day has room for, of reports that are proven or of others; of a domain other than the report's, with all below it. */
export interface RoomOfADay {
  readonly domain: string;
  readonly inAll: number;
  /** Of the reporters at or below one domain. */
  readonly reporter: string;
  readonly ofReporter: number;
}

/** Of what is forgotten, at one go. */
const forgottenAtOnce = 50;

export class DmarcReportStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Throws `NotOneMore`. */
  async keep(report: DmarcReport, rows: readonly ReportRow[], room: RoomOfADay): Promise<void> {
    const { build } = this.#database;
    const row = toRow(report);
    const { day, is_proven } = row;
    const ofThatDay = build.selectFrom("dmarc_reports").where((of) => of.and({ day, is_proven }));
    const inRoom =
      room.domain === report.domain
        ? ofThatDay.where("from_root", "=", row.from_root)
        : ofThatDay.where((of) => atOrBelow(of, room.domain));
    const ofReporter = inRoom.where((of) =>
      of.or([of("reporter", "=", room.reporter), of("reporter", "like", `%.${room.reporter}`)]),
    );
    const noRoom = () => new NotOneMore("no-room");
    const insert = build
      .insertInto("dmarc_reports")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["from_root", "reporter", "is_proven", "report_id"]).doNothing(),
      )
      .returning("id");
    const steps: Step[] = [
      { query: insert.compile(), otherwise: () => new NotOneMore("repeated") },
      requireFewerThan(room.inAll + 1, inRoom, noRoom),
      requireFewerThan(room.ofReporter + 1, ofReporter, noRoom),
    ];
    if (rows.length > 0) {
      const values = rows.map((one, place) => ({ report: report.id, place, ...toReportRow(one) }));
      steps.push({ query: build.insertInto("dmarc_report_rows").values(values).compile() });
    }
    await this.#database.write(steps);
  }

  /** The latest first, proven or not. */
  async list(
    domain: string,
    { before, limit }: { readonly before: string | undefined; readonly limit: number },
  ): Promise<DmarcReport[]> {
    let query = this.#database.build
      .selectFrom("dmarc_reports")
      .selectAll()
      .where((of) => atOrBelow(of, domain));
    if (before !== undefined) query = query.where("id", "<", before);
    return (await this.#database.read(query.orderBy("id", "desc").limit(limit).compile())).map(fromRow);
  }

  async days(period: Period): Promise<ReportedDay[]> {
    const query = this.#provenOf(period)
      .select(["day", total("messages").as("messages"), total("passed").as("passed")])
      .groupBy("day")
      .orderBy("day");
    return await this.#database.read(query.compile());
  }

  async reporters(period: Period, limit: number): Promise<Reporter[]> {
    const query = this.#provenOf(period)
      .select(({ fn }) => [
        "reporter as domain",
        fn.max("organization").as("organization"),
        sql<number>`cast(count(*) as bigint)`.as("reports"),
        total("messages").as("messages"),
        total("passed").as("passed"),
      ])
      .groupBy("reporter")
      .orderBy("messages", "desc")
      .orderBy("reporter")
      .limit(limit);
    return await this.#database.read(query.compile());
  }

  async sources(period: Period, limit: number): Promise<ReportedSource[]> {
    const query = this.#provenOf(period)
      .innerJoin("dmarc_report_rows as sent", "sent.report", "dmarc_reports.id")
      .select([
        "sent.source as address",
        total("sent.messages").as("messages"),
        totalWhere(sql`sent.dkim = 1 or sent.spf = 1`).as("passed"),
        totalWhere(sql`sent.dkim = 1`).as("dkim"),
        totalWhere(sql`sent.spf = 1`).as("spf"),
        totalWhere(sql`sent.is_ours = 1`).as("ours"),
        totalWhere(sql`sent.disposition = 'quarantine'`).as("quarantined"),
        totalWhere(sql`sent.disposition = 'reject'`).as("rejected"),
        sql<string>`max(sent.header_from)`.as("headerFrom"),
        sql<string>`max(sent.envelope_from)`.as("envelopeFrom"),
        sql<string>`max(sent.signed_by)`.as("signedBy"),
        sql<string>`max(sent.override)`.as("override"),
      ])
      .groupBy("sent.source")
      .orderBy("messages", "desc")
      .orderBy("sent.source")
      .limit(limit);
    const rows = await this.#database.read(query.compile());
    return rows.map(({ address, ...row }) => ({ address: address ?? undefined, ...row }));
  }

  /** Some of what begins before a day; answers whether that was all. */
  async forget(before: number): Promise<boolean> {
    const { build } = this.#database;
    const old = await this.#database.read(
      build
        .selectFrom("dmarc_reports")
        .select("id")
        .where("day", "<", before)
        .limit(forgottenAtOnce)
        .compile(),
    );
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) {
      await this.#database.write([
        { query: build.deleteFrom("dmarc_report_rows").where("report", "in", ids).compile() },
        { query: build.deleteFrom("dmarc_reports").where("id", "in", ids).compile() },
      ]);
    }
    return ids.length < forgottenAtOnce;
  }

  #provenOf({ domain, from, to }: Period) {
    return this.#database.build
      .selectFrom("dmarc_reports")
      .where("is_proven", "=", 1)
      .where((of) => atOrBelow(of, domain))
      .where("day", ">=", from)
      .where("day", "<", to);
  }
}

/** `example.shop.` for shop.example: every domain begins with those above it. */
function fromRoot(domain: string): string {
  return `${labelsOf(domain).toReversed().join(".")}.`;
}

function atOrBelow(
  of: ExpressionBuilder<Tables, "dmarc_reports">,
  domain: string,
): ExpressionWrapper<Tables, "dmarc_reports", SqlBool> {
  const first = fromRoot(domain);
  // "/" is what comes after ".".
  return of.and([of("from_root", ">=", first), of("from_root", "<", `${first.slice(0, -1)}/`)]);
}

function total(column: string) {
  return sql<number>`cast(sum(${sql.ref(column)}) as bigint)`;
}

function totalWhere(condition: ReturnType<typeof sql>) {
  return sql<number>`cast(sum(case when ${condition} then sent.messages else 0 end) as bigint)`;
}

function toRow(report: DmarcReport): DmarcReportsTable {
  return {
    id: report.id,
    from_root: fromRoot(report.domain),
    day: Math.floor(report.beginsAt / dayMs) * dayMs,
    reporter: report.reporter,
    is_proven: report.isProven ? 1 : 0,
    organization: report.organization,
    contact: report.contact,
    report_id: report.reportId,
    begins_at: report.beginsAt,
    ends_at: report.endsAt,
    received_at: report.receivedAt,
    policy: JSON.stringify(report.policy),
    messages: report.messages,
    passed: report.passed,
  };
}

function fromRow(row: DmarcReportsTable): DmarcReport {
  return {
    id: row.id,
    domain: labelsOf(row.from_root.slice(0, -1)).toReversed().join("."),
    reporter: row.reporter,
    isProven: row.is_proven === 1,
    organization: row.organization,
    contact: row.contact,
    reportId: row.report_id,
    beginsAt: row.begins_at,
    endsAt: row.ends_at,
    receivedAt: row.received_at,
    policy: JSON.parse(row.policy) as DmarcReport["policy"],
    messages: row.messages,
    passed: row.passed,
  };
}

function toReportRow(row: ReportRow) {
  return {
    source: row.source ?? null,
    messages: row.messages,
    disposition: row.disposition,
    dkim: row.dkim ? 1 : 0,
    spf: row.spf ? 1 : 0,
    is_ours: row.isOurs ? 1 : 0,
    header_from: row.headerFrom,
    envelope_from: row.envelopeFrom,
    signed_by: row.signedBy,
    override: row.override,
  };
}
