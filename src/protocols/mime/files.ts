import { decoderOf } from "./charset.ts";
import { parameterForm, readContentType, unquoted } from "./content-type.ts";
import { readAllOfDamaged } from "./damaged-header.ts";
import { decodeWords } from "./decode-words.ts";
import { type HeaderField, headerEnd, longestHeader, readMessage } from "./header-fields.ts";
import { partRanges, valueIn, valuesIn } from "./parts.ts";
import { percentDecoded } from "./percent.ts";

const deepest = 10;
/** Of one part: each may have another boundary, by which the part is read again. */
const mostContentTypes = 2;
/** Of bodies, as often as each is searched for delimiters: as of the largest message with four multiparts around its attachment. */
const mostSearchedOctets = 160 * 1024 * 1024;

/**
 * The names that a message gives to its parts, wherever they are in it, each once; undefined where there are more than `most` parts, where their
 * headers together are longer than that of a message may be, where very many lines are like delimiters, or where a large part would be
 * searched over and over.
 */
export function filesIn(
  message: { readonly fields: readonly HeaderField[]; readonly body: Uint8Array },
  most: number,
): string[] | undefined {
  const names: string[] = [];
  const left = { parts: most, headerOctets: longestHeader, searchedOctets: mostSearchedOctets };
  const look = ({ fields, body }: typeof message, depth: number): boolean => {
    // Some programs go by the first of several, others by the last.
    const contentTypes = valuesIn(fields, "content-type");
    if (contentTypes.length > mostContentTypes) return false;
    for (const value of valuesIn(fields, "content-disposition")) names.push(...namesIn(value, "filename"));
    for (const value of contentTypes) names.push(...namesIn(value, "name"));
    if (depth >= deepest) return true;
    return boundariesIn(contentTypes).every((boundary) => {
      left.searchedOctets -= body.length;
      if (left.searchedOctets < 0) return false;
      const ranges = partRanges(body, boundary, most + 1);
      return ranges?.every(({ start, end }) => lookInto(body.subarray(start, end), depth + 1)) ?? false;
    });
  };
  const lookInto = (content: Uint8Array, depth: number): boolean => {
    left.parts -= 1;
    const { length } = headerEnd(content);
    if (length <= longestHeader) left.headerOctets -= length;
    if (left.parts < 0 || left.headerOctets < 0) return false;
    const reading = readMessage(content);
    if (reading.ok) return look(reading, depth);
    const damaged = readAllOfDamaged(content);
    if (damaged === undefined) return true;
    // Of a longer one, as far as it was read: all that there is room for, where it does not end within that.
    if (length > longestHeader) left.headerOctets -= content.length - damaged.body.length;
    return left.headerOctets > 0 && look(damaged, depth);
  };
  return look(message, 0) ? [...new Set(names)] : undefined;
}

function boundariesIn(contentTypes: readonly string[]): string[] {
  const read = contentTypes.map(readContentType).filter(({ type }) => type.startsWith("multipart/"));
  return [...new Set(read.flatMap(({ parameters }) => parameters.get("boundary") || []))];
}

const longestValue = 4_000;

/** `filename`, `filename*`, `filename*0`, `filename*1*`: in percents or not, whole or a piece, whose order the numbers are. */
const parameterName = /^([^*]+)(?:\*(\d{1,3}))?(\*?)$/;

/** What a part calls its file, should it name it. */
export function fileNameOf(fields: readonly HeaderField[]): string | undefined {
  const named = namesIn(valueIn(fields, "content-disposition") ?? "", "filename");
  return named.at(-1) ?? namesIn(valueIn(fields, "content-type") ?? "", "name").at(-1);
}

/** What a field's parameter of that name says (RFC 2231 §3–4): plain, in encoded words, or in the pieces and percents of RFC 2231. */
function namesIn(value: string, name: string): string[] {
  if (!value.includes(";")) return [];
  const names: string[] = [];
  const extended: string[] = [];
  const pieces: string[] = [];
  let charset: string | undefined;
  for (const [, written = "", text = ""] of value.slice(0, longestValue).matchAll(parameterForm)) {
    const said = unquoted(text.trim());
    const [, base, index, star] = parameterName.exec(written.toLowerCase()) ?? [];
    if (base !== name) continue;
    const isFirst = index === undefined || Number(index) === 0;
    const octets = star === "*" ? percentDecoded(isFirst ? withoutCharset(said) : said) : said;
    const ownCharset = star === "*" && isFirst ? said.split("'", 1)[0] : undefined;
    if (index !== undefined) {
      pieces[Number(index)] = octets;
      charset ??= ownCharset;
    } else if (star === "*") extended.push(inCharset(octets, ownCharset));
    else names.push(decodeWords(inCharset(said, undefined)));
  }
  // A plain name beside another is for programs that cannot read the other.
  return [
    ...names,
    ...extended,
    ...(pieces.length === 0 ? [] : [decodeWords(inCharset(pieces.join(""), charset))]),
  ];
}

/** Of octets in latin1. A charset that nobody knows is taken for UTF-8. */
function inCharset(latin1: string, charset = "utf-8"): string {
  const octets = Buffer.from(latin1, "latin1");
  return decoderOf(charset)?.decode(octets) ?? octets.toString("utf8");
}

/** What comes behind the charset and the language (RFC 2231 §4). */
function withoutCharset(text: string): string {
  return text.replace(/^[^']*'[^']*'/, "");
}
