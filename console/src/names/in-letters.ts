import { decodePunycode } from "./punycode.ts";

/**
 * A domain, or an address in one, with the letters that its A-labels (`xn--…`) stand for. Undefined where it has none,
 * or where the letters could be taken for others: then nothing but the A-labels is to be shown.
 */
export function inLetters(name: string): string | undefined {
  const at = name.lastIndexOf("@") + 1;
  const labels = name.slice(at).split(".");
  if (!labels.some(isEncoded)) return undefined;
  const read = labels.map((label) => (isEncoded(label) ? readLabel(label, labels.at(-1) ?? "") : label));
  return read.includes(undefined) ? undefined : name.slice(0, at) + read.join(".");
}

function isEncoded(label: string): boolean {
  return label.startsWith("xn--");
}

function readLabel(label: string, topLevel: string): string | undefined {
  const letters = decodePunycode(label.slice(4));
  if (letters === undefined || toAscii(letters) !== label) return undefined;
  return isOfOneScript(letters) && !looksLatin(letters, topLevel) ? letters : undefined;
}

/** What is typed in letters is kept as A-labels, and found as such. */
export function toAscii(text: string): string {
  const [, local = "", domain = ""] = /^(.*@)?(.*)$/s.exec(text) ?? [];
  const isPlain = !/[^ -~]/.test(domain);
  // A URL takes more than a host, and undoes percent signs.
  if (isPlain || /[\s/?#:@\\%[\]]/.test(domain)) return text;
  const url = `http://${domain}`;
  return URL.canParse(url) ? local + new URL(url).hostname : text;
}

// The mixtures that UTS 39 calls highly restrictive: people write them, and each letter is told from those of the others.
const scripts = [
  // Of the Latin letters those of languages in use; others (IPA, fullwidth) are drawn like some of these.
  /^[a-z0-9\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u0148\u014a-\u017e\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u0218-\u021b\u1e80-\u1e85\u1ea0-\u1ef9-]+$/u,
  /^[0-9a-z\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}-]+$/u,
  /^[0-9a-z\p{scx=Han}\p{scx=Bopomofo}-]+$/u,
  /^[0-9a-z\p{scx=Han}\p{scx=Hangul}-]+$/u,
  ...[
    "Arabic",
    "Armenian",
    "Bengali",
    "Cyrillic",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Greek",
    "Gujarati",
    "Gurmukhi",
    "Hebrew",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
    "Tibetan",
  ].map((script) => new RegExp(`^[0-9\\p{scx=${script}}-]+$`, "u")),
];
const written = /^[\p{L}\p{M}0-9-]+$/u;
/** Beside Latin letters these pass for a slash, a hyphen, a dot. */
const likeSigns = /[ノソンゾ丶丿一ーㄧㄱ〳]/u;

function isOfOneScript(letters: string): boolean {
  if (!written.test(letters) || (/[a-z]/.test(letters) && likeSigns.test(letters))) return false;
  return scripts.some((script) => script.test(letters));
}

/** Letters of Cyrillic, Greek and Armenian that are drawn like Latin ones, of which whole words are made. */
const twins = /^[асԁеԍһіјӏорԗԛѕԝхуъыьҽпгѵѡюαγικνορτυχωηոսյհօգզցկքւ0-9-]+$/u;

/** As browsers do: a word of nothing but twins is believed below a top-level domain of its own script. */
function looksLatin(letters: string, topLevel: string): boolean {
  if (!twins.test(letters)) return false;
  const top = isEncoded(topLevel) ? decodePunycode(topLevel.slice(4)) : undefined;
  return top === undefined || !/^[\p{scx=Cyrillic}\p{scx=Greek}\p{scx=Armenian}]/u.test(top);
}
