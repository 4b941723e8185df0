/** A text with SES's wildcards: `*` at the beginning, at the end or at both. `\*` and `\\` stand for the characters themselves. */
export interface TextPattern {
  readonly part: string;
  readonly isOpenBefore: boolean;
  readonly isOpenAfter: boolean;
}

export type PatternReading =
  | { readonly ok: true; readonly pattern: TextPattern }
  | { readonly ok: false; readonly fault: string };

export function readPattern(text: string): PatternReading {
  let part = "";
  let isOpenBefore = false;
  let isOpenAfter = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      at += 1;
      const meant = text.charAt(at);
      if (meant !== "*" && meant !== "\\") {
        return { ok: false, fault: "a backslash must be followed by an asterisk or a backslash" };
      }
      part += meant;
    } else if (character !== "*") {
      part += character;
    } else if (at === 0) {
      isOpenBefore = true;
    } else if (at === text.length - 1) {
      isOpenAfter = true;
    } else {
      return { ok: false, fault: "an asterisk may stand at the beginning and at the end alone" };
    }
  }
  return { ok: true, pattern: { part, isOpenBefore, isOpenAfter } };
}

export function matches({ part, isOpenBefore, isOpenAfter }: TextPattern, text: string): boolean {
  if (isOpenBefore) return isOpenAfter ? text.includes(part) : text.endsWith(part);
  return isOpenAfter ? text.startsWith(part) : text === part;
}
