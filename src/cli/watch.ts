import { stripVTControlCharacters } from "node:util";
import { secondMs } from "#platform/clock.ts";
import { passageLines, recordPassages, type Screen, statusText, summary } from "./proof-text.ts";
import { Refusal, type Service } from "./service.ts";
import { fetchProof, identityPath, type Proof } from "./shown-identity.ts";
import type { Terminal } from "./terminal.ts";
import { type Outcome, outcomeOf } from "./verification-outcome.ts";
import { painter } from "./words.ts";

const lookEveryMs = secondMs;
/** While somebody waits, a domain is checked more often than its schedule would. */
const checkEveryMs = 15 * secondMs;

/** Shows an identity's proof live until it is verified or failed; `waiting` when interrupted before. */
export async function watch(service: Service, name: string, terminal: Terminal): Promise<Outcome> {
  const interruption = terminal.interruption();
  const show = terminal.columns === undefined ? changesOnly(terminal) : redrawn(terminal);
  let checkedAt = Number.NEGATIVE_INFINITY;
  while (true) {
    const proof = await fetchProof(service, name);
    show(proof);
    const outcome = outcomeOf(proof);
    if (outcome !== "waiting" || interruption.aborted) return outcome;
    if (proof.identity.kind === "domain" && terminal.clock.now() - checkedAt >= checkEveryMs) {
      const wanted = await checkNow(service, name);
      if (wanted) checkedAt = terminal.clock.now();
    }
    await terminal.clock.sleep(lookEveryMs, interruption).catch(() => undefined);
    if (interruption.aborted) return "waiting";
  }
}

/** Asks for a check. False: one was made moments ago. */
export async function checkNow(service: Service, name: string): Promise<boolean> {
  try {
    await service.call("POST", identityPath(name, "/check"));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === "TOO_MANY_REQUESTS") return false;
    throw error;
  }
}

function screenOf(terminal: Terminal): Screen {
  return { paint: painter(terminal), columns: terminal.columns, now: terminal.clock.now() };
}

/** The whole picture: what the identity is, and what was seen of each record. */
export function picture(proof: Proof, screen: Screen): string[] {
  const records = passageLines(recordPassages(proof, screen));
  return [...summary(proof, screen), ...(records.length === 0 ? [] : ["", ...records])];
}

/** On a screen: each picture takes the place of the one before it. */
function redrawn(terminal: Terminal): (proof: Proof) => void {
  let rows = 0;
  return (proof) => {
    const screen = screenOf(terminal);
    const lines = picture(proof, screen);
    // ECMA-48: cursor up to the first row of the last picture, then erase to the end of the screen.
    terminal.out(`${rows === 0 ? "" : `\u001B[${rows}A\u001B[J`}${lines.join("\n")}`);
    const columns = screen.columns ?? Number.POSITIVE_INFINITY;
    rows = lines.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)),
      0,
    );
  };
}

/** Into a file or a pipe: each matter once, and again only when it stands differently. */
function changesOnly(terminal: Terminal): (proof: Proof) => void {
  const known = new Map<string, string>();
  return (proof) => {
    const screen = screenOf(terminal);
    const { name, kind, verification } = proof.identity;
    const status = statusText(verification, kind, screen.paint);
    const passages = [
      ...recordPassages(proof, screen),
      { about: "status", state: verification.status, head: `${name}: ${status}`, details: [] },
    ];
    const news = passages.filter(({ about, state }) => known.get(about) !== state);
    for (const { about, state } of news) known.set(about, state);
    for (const line of passageLines(news)) terminal.out(line);
  };
}
