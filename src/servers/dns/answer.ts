import type { Clock } from "#platform/clock.ts";
import type { ReceivedQuery } from "#protocols/dns/query.ts";
import {
  queryTypes,
  type ResourceRecord,
  type ResponseCode,
  type SoaRecord,
  typeCodes,
} from "#protocols/dns/record.ts";
import type { Response } from "#protocols/dns/response.ts";
import type { PromptNode, Zone, ZoneNode, ZoneSource } from "#protocols/dns/zone.ts";

/** A response, and what response rate limiting counts it under. */
export interface Answer {
  readonly response: Response;
  /** The zone that answered; empty when none did. */
  readonly zone: string;
}

export interface AnswerContext {
  readonly sources: readonly ZoneSource[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Query = Extract<ReceivedQuery, { kind: "query" }>;
type Sections = Pick<Response, "rcode" | "authoritative" | "answers" | "authorities" | "additionals">;

const internetClass = 1;
const longestCnameChain = 8;

/** What an authoritative server says to a query (RFC 1034 §4.3.2); `undefined` when it says nothing. */
export async function answer(received: ReceivedQuery, context: AnswerContext): Promise<Answer | undefined> {
  switch (received.kind) {
    case "ignored":
      return undefined;
    case "malformed":
      return withoutQuestion(received, "FORMERR");
    case "unknown-opcode":
      return withoutQuestion(received, "NOTIMP");
    case "query": {
      const refusal = refusalOf(received);
      if (refusal !== undefined) return respond(received, empty(refusal), "");
      return await look(received, context);
    }
  }
}

/** What is said when looking failed: RFC 1035 §4.1.1, rcode 2. */
export function serverFailure(received: Query): Answer {
  return respond(received, empty("SERVFAIL"), "");
}

function withoutQuestion({ header }: Pick<Query, "header">, rcode: ResponseCode): Answer {
  return { response: { header, question: undefined, edns: undefined, ...empty(rcode) }, zone: "" };
}

function respond({ header, question, edns }: Query, sections: Sections, zone: string): Answer {
  return { response: { header, question, edns, ...sections }, zone };
}

function empty(rcode: ResponseCode): Sections {
  return { rcode, authoritative: false, answers: [], authorities: [], additionals: [] };
}

function refusalOf({ question, edns }: Query): ResponseCode | undefined {
  // RFC 6891 §6.1.3: only version 0 exists.
  if (edns !== undefined && edns.version > 0) return "BADVERS";
  if (question.class !== internetClass) return "REFUSED";
  if (question.type === queryTypes.AXFR || question.type === queryTypes.IXFR) return "REFUSED";
  return undefined;
}

async function look(query: Query, context: AnswerContext): Promise<Answer | undefined> {
  const first = await zoneOf(query.question.name, context.sources);
  if (first === undefined) return respond(query, empty("REFUSED"), "");
  const answers: ResourceRecord[] = [];
  let name = query.question.name;
  let zone = first;
  for (;;) {
    const node = await settled(await zone.at(name), context);
    if (node.kind === "silent") return undefined;
    if (node.kind === "servfail") return respond(query, empty("SERVFAIL"), first.apex);
    const alias = aliasAt(node, query.question.type);
    if (alias === undefined || answers.length >= longestCnameChain) {
      return respond(query, conclude({ name, type: query.question.type, zone, node, answers }), first.apex);
    }
    answers.push(alias);
    const next = await zoneOf(alias.target, context.sources);
    if (next === undefined)
      return respond(query, { ...empty("NOERROR"), authoritative: true, answers }, first.apex);
    name = alias.target;
    zone = next;
  }
}

async function zoneOf(name: string, sources: readonly ZoneSource[]): Promise<Zone | undefined> {
  for (const source of sources) {
    const zone = await source.zoneOf(name);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

async function settled(node: ZoneNode, { clock, signal }: AnswerContext): Promise<PromptNode> {
  if (node.kind !== "slow") return node;
  await clock.sleep(node.delayMs, signal);
  return node.node;
}

function aliasAt(node: PromptNode, type: number): Extract<ResourceRecord, { target: string }> | undefined {
  if (node.kind !== "records" || type === typeCodes.CNAME || type === queryTypes.ANY) return undefined;
  for (const record of node.records) if (record.type === "CNAME") return record;
  return undefined;
}

interface Finding {
  readonly name: string;
  readonly type: number;
  readonly zone: Zone;
  readonly node: PromptNode;
  /** CNAMEs followed so far. */
  readonly answers: ResourceRecord[];
}

function conclude({ name, type, zone, node, answers }: Finding): Sections {
  const sections = { ...empty("NOERROR"), authoritative: true, answers };
  if (node.kind === "delegated") {
    // RFC 4035 §3.1.4.1: the DS of a cut is the parent's to answer for.
    if (type === queryTypes.DS && name === node.cut) return { ...sections, authorities: [denial(zone.soa)] };
    // Authoritative only for the alias that led here, if one did (RFC 1035 §4.1.1, AA).
    const authoritative = answers.length > 0;
    return { ...sections, authoritative, authorities: node.nameServers, additionals: node.glue };
  }
  // RFC 6604 §3: the rcode is that of the last name of the chain.
  if (node.kind !== "records") return { ...sections, rcode: "NXDOMAIN", authorities: [denial(zone.soa)] };
  const found = recordsFor(name, type, node.records);
  if (found.length === 0) return { ...sections, authorities: [denial(zone.soa)] };
  return { ...sections, answers: answers.length === 0 ? found : [...answers, ...found] };
}

function recordsFor(
  name: string,
  type: number,
  records: readonly ResourceRecord[],
): readonly ResourceRecord[] {
  if (type === queryTypes.ANY) {
    // Beside an alias nothing else may stand, so nothing may be made up there.
    const alias = records.find((record) => record.type === "CNAME");
    return records.length === 0 ? [] : [alias ?? anyAnswer(name)];
  }
  return records.filter((record) => typeCodes[record.type] === type);
}

/** RFC 8482 §4.2: ANY is answered with a synthesised HINFO, so that nobody amplifies with it. */
function anyAnswer(name: string): ResourceRecord {
  return { name, ttl: 3600, type: "HINFO", cpu: "RFC8482", os: "" };
}

/** RFC 2308 §3: a denial may be kept for the SOA's own TTL or its minimum, whichever is less. */
function denial(soa: SoaRecord): SoaRecord {
  return { ...soa, ttl: Math.min(soa.ttl, soa.minimum) };
}
