import { isIP } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { Parser } from "htmlparser2";
import { shortened } from "#protocols/mime/shortened.ts";
import type { Disposition, ReportedMail, ReportedSignature } from "./aggregate-report.ts";

/** Of the document; a report has seven. What is deeper is none. */
const deepest = 32;
const longestText = 255;
const mostRows = 20_000;
const mostOfOneRow = 8;
/** So many rows have no more, in which all is said that can be. What is behind them is left. */
const mostElements = 500_000;
/** XML has hardly any, and they steer the terminal of who reads it. */
const controls = /\p{Cc}/gu;
/** Read at one go: half a millisecond's work, and others have their turn. */
const octetsAtOnce = 32 * 1024;

class NoReport extends Error {}
class Enough extends Error {}

/** A record while it is read. */
interface Row {
  /** By the names of the element and of the one around it. */
  readonly texts: Map<string, string>;
  readonly overrides: string[];
  readonly signatures: { domain: string; selector: string; result: string }[];
}

/**
 * What the elements of a report say, by their own name and that of the element around them: in this form they mean the same wherever else they
 * are. Reporters leave out, add, misplace and forget to close elements, and put them into namespaces or into none.
 */
export class ReportElements {
  /** Of everything outside of records. */
  readonly head = new Map<string, string>();
  readonly rows: ReportedMail[] = [];
  readonly #open: string[] = [];
  #row: Row | undefined;
  #text = "";
  #begun = 0;

  /** Whether it was XML of this kind. */
  async read(xml: Uint8Array): Promise<boolean> {
    const decoder = new TextDecoder();
    const parser = new Parser(
      {
        onopentagname: (name) => this.#begin(name),
        ontext: (text) => {
          if (this.#text.length < longestText) this.#text += text;
        },
        onclosetag: () => this.#end(),
      },
      { xmlMode: true, lowerCaseTags: true },
    );
    try {
      for (let at = 0; at < xml.length; at += octetsAtOnce) {
        parser.write(decoder.decode(xml.subarray(at, at + octetsAtOnce), { stream: true }));
        await turn();
      }
      parser.end(decoder.decode());
      return this.head.size > 0;
    } catch (error) {
      if (error instanceof NoReport) return false;
      if (error instanceof Enough) return this.head.size > 0;
      throw error;
    }
  }

  #begin(written: string): void {
    const name = written.slice(written.indexOf(":") + 1);
    this.#text = "";
    if (++this.#begun > mostElements) throw new Enough();
    // The parser looks through all that is open for each that is closed.
    if (this.#open.push(name) > deepest) throw new NoReport();
    if (name === "record") this.#row = { texts: new Map(), overrides: [], signatures: [] };
    if (name === "dkim" && this.#open.at(-2) === "auth_results") this.#beginSignature();
  }

  #beginSignature(): void {
    const signatures = this.#row?.signatures;
    if (signatures !== undefined && signatures.length < mostOfOneRow) {
      signatures.push({ domain: "", selector: "", result: "" });
    }
  }

  #end(): void {
    const name = this.#open.pop();
    const path = `${this.#open.at(-1)}/${name}`;
    const text = shortened(this.#text.replaceAll(controls, "").trim(), longestText);
    this.#text = "";
    if (this.#row === undefined) {
      if (text !== "" && !this.head.has(path)) this.head.set(path, text);
    } else if (name === "record") {
      this.#finish(this.#row);
      this.#row = undefined;
    } else if (text !== "") note(this.#row, path, text);
  }

  #finish(row: Row): void {
    const mail = mailOf(row);
    if (mail !== undefined && this.rows.length < mostRows) this.rows.push(mail);
  }
}

function note({ texts, overrides, signatures }: Row, path: string, text: string): void {
  const signature = signatures.at(-1);
  if (path === "reason/type") {
    if (overrides.length < mostOfOneRow) overrides.push(text);
  } else if (signature !== undefined && path.startsWith("dkim/")) {
    const member = path.slice("dkim/".length);
    if (isMemberOfSignature(member)) signature[member] = member === "domain" ? text.toLowerCase() : text;
  } else if (!texts.has(path)) texts.set(path, text);
}

function isMemberOfSignature(name: string): name is keyof ReportedSignature {
  return name === "domain" || name === "selector" || name === "result";
}

function mailOf({ texts, overrides, signatures }: Row): ReportedMail | undefined {
  const said = (path: string) => texts.get(path) ?? "";
  const source = said("row/source_ip").toLowerCase();
  const count = said("row/count");
  if (isIP(source) === 0 || !/^\d{1,9}$/.test(count)) return undefined;
  return {
    source,
    messages: Number(count),
    disposition: dispositionIn(said("policy_evaluated/disposition")),
    dkim: said("policy_evaluated/dkim").toLowerCase() === "pass",
    spf: said("policy_evaluated/spf").toLowerCase() === "pass",
    overrides,
    headerFrom: said("identifiers/header_from").toLowerCase(),
    envelopeFrom: said("identifiers/envelope_from").toLowerCase(),
    signatures,
    spfResult: said("spf/result").toLowerCase(),
  };
}

/** RFC 9990 has `pass` beside the three of RFC 7489: nothing was done. */
function dispositionIn(text: string): Disposition {
  const word = text.toLowerCase();
  return word === "quarantine" || word === "reject" ? word : "none";
}
