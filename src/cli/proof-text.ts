import type { RequiredRecord } from "#features/identities/index.ts";
import { sameName } from "#protocols/dns/name.ts";
import { purposes } from "./records-text.ts";
import type { Proof, ShownEvidence, ShownIdentity, ShownStatus } from "./shown-identity.ts";
import { table, wrapped } from "./table.ts";
import { duration, moment, type Paint, type Tone } from "./words.ts";

/** What a line is about, so that two pictures can be compared. */
export interface Passage {
  readonly about: string;
  /** Where the matter stands: a passage whose state is the same says nothing new. */
  readonly state: string;
  readonly head: string;
  readonly details: readonly string[];
}

export interface Screen {
  readonly paint: Paint;
  readonly columns: number | undefined;
  readonly now: number;
}

const defaultColumns = 100;

/** The identity in a few lines: what it is, whether it may send, where its proofs stand. */
export function summary({ identity, checks }: Proof, { paint, now }: Screen): string[] {
  const { kind, dkim, mail_from: mailFrom } = identity;
  const checkedAt = checks.map(({ checked_at }) => Date.parse(checked_at)).sort((a, b) => b - a)[0];
  const rows = [
    ["status", statusText(identity.verification, kind, paint)],
    ["sending", identity.may_send ? paint("good", "allowed") : "not allowed until it is verified"],
  ];
  if (kind === "domain") {
    rows.push([
      "DKIM",
      `${originText(dkim.origin)}, signing ${dkim.signing_enabled ? "on" : "off"}${keysText(dkim.keys)}`,
    ]);
    if (dkim.verification.status !== identity.verification.status) {
      rows.push(["", statusText(dkim.verification, kind, paint)]);
    }
  }
  if (mailFrom !== undefined) {
    rows.push(["MAIL FROM", `${mailFrom.domain}: ${statusText(mailFrom.verification, "domain", paint)}`]);
  }
  if (checkedAt !== undefined) rows.push(["checked", `${duration(now - checkedAt)} ago`]);
  return [
    paint("strong", identity.name),
    ...table(rows.map(([label = "", text = ""]) => [`  ${label}`, text])),
  ];
}

export function statusText(
  { status, since }: ShownStatus,
  kind: ShownIdentity["kind"],
  paint: Paint,
): string {
  const when = moment(since);
  switch (status) {
    case "NOT_STARTED":
      return paint("unsure", "not being verified");
    case "PENDING":
      return kind === "domain"
        ? paint("unsure", `waiting for the records to appear in DNS, since ${when}`)
        : paint("unsure", `waiting for the link in the message to be followed, since ${when}`);
    case "SUCCESS":
      return paint("good", `verified ${when}`);
    case "FAILED":
      return kind === "domain"
        ? paint("bad", `failed ${when}: the records were not there for 72 hours`)
        : paint("bad", `failed ${when}: the link was not followed within 24 hours`);
    case "TEMPORARY_FAILURE":
      return paint("bad", `records vanished ${when}; fails if they are not back within 72 hours`);
  }
}

function originText(origin: string): string {
  if (origin === "EXTERNAL") return "a key of your own";
  if (origin === "AWS_SES") return "Easy DKIM";
  return `Easy DKIM, shared with ${origin.replace("AWS_SES_", "").toLowerCase().replaceAll("_", "-")}`;
}

function keysText(keys: ShownIdentity["dkim"]["keys"]): string {
  const made = keys.filter(({ bits }) => bits !== undefined);
  return made.map(({ stage, bits }) => `, ${bits}-bit key ${stage}`).join("");
}

/** What the last check saw of each record. */
export function recordPassages(proof: Proof, screen: Screen): Passage[] {
  return proof.identity.records.map((record) => recordPassage(record, evidenceOf(record, proof), screen));
}

function evidenceOf({ purpose, name }: RequiredRecord, { checks }: Proof): ShownEvidence | undefined {
  const subject = purpose === "dkim" ? "dkim" : "mail-from";
  const check = checks.find((candidate) => candidate.subject === subject);
  return check?.evidence.find(({ expectation }) => sameName(expectation.name, name));
}

interface RecordState {
  readonly word: string;
  readonly tone: Tone;
}

const verdicts = {
  found: { word: "found", tone: "good" },
  absent: { word: "missing", tone: "bad" },
  wrong: { word: "wrong", tone: "bad" },
  disagree: { word: "differs", tone: "bad" },
  unreachable: { word: "no answer", tone: "unsure" },
} as const satisfies Record<ShownEvidence["verdict"], RecordState>;

const spfStates = {
  right: { word: "found", tone: "good" },
  missing: { word: "missing", tone: "unsure" },
  wrong: { word: "wrong", tone: "unsure" },
} as const satisfies Record<string, RecordState>;

const notLooked: RecordState = { word: "not yet seen", tone: "quiet" };
const widestWord = Math.max(...[...Object.values(verdicts), notLooked].map(({ word }) => word.length));
const indent = " ".repeat(4);

function recordPassage(record: RequiredRecord, evidence: ShownEvidence | undefined, screen: Screen): Passage {
  const { paint } = screen;
  const isAdvice = record.purpose === "advice";
  const state = stateOf(evidence, isAdvice);
  const isSilent = evidence?.verdict === "found" && evidence.diagnosis.advice === "";
  const details = evidence === undefined || isAdvice || isSilent ? [] : findings(evidence, screen);
  const head = `  ${paint(state.tone, state.word.padEnd(widestWord))}  ${record.type} ${record.name}`;
  return {
    about: `${record.type} ${record.name}`,
    state: `${state.word} ${isAdvice ? "" : (evidence?.diagnosis.text ?? "")}`,
    head: isAdvice ? `${head}  ${paint("quiet", purposes.advice)}` : head,
    details,
  };
}

function stateOf(evidence: ShownEvidence | undefined, isAdvice: boolean): RecordState {
  if (evidence === undefined) return notLooked;
  if (!isAdvice) return verdicts[evidence.verdict];
  return evidence.spf === undefined ? notLooked : spfStates[evidence.spf.status];
}

/** What is said of several records in a row is said once, after them. */
export function passageLines(passages: readonly Passage[]): string[] {
  return passages.flatMap(({ head, details }, index) => {
    const next = passages[index + 1]?.details;
    return details.join("\n") === next?.join("\n") ? [head] : [head, ...details];
  });
}

/** What is the matter, what to do, and what each name server said. */
function findings({ diagnosis, servers }: ShownEvidence, { paint, columns }: Screen): string[] {
  const width = Math.max(40, (columns ?? defaultColumns) - indent.length - 1);
  const block = (text: string) => wrapped(text, width).map((line) => `${indent}${line}`);
  const rows = servers.map(({ name, address, asked, result, answers, took_ms: tookMs }) => [
    `${indent}${name === address ? name : `${name} (${address})`}`,
    asked.type,
    answers[0] === undefined ? result : `${answers[0].type} ${cut(answers[0].value)}`,
    `${Math.round(tookMs)} ms`,
  ]);
  return [
    ...block(diagnosis.text),
    ...block(diagnosis.advice),
    ...table(rows).map((line) => paint("quiet", columns === undefined ? line : line.slice(0, columns - 1))),
  ];
}

function cut(value: string): string {
  return value.length <= 60 ? value : `${value.slice(0, 59)}…`;
}
