const whiteSpaceRun = /[\t\r\n ]+/g;

/**
 * One field in the "relaxed" form (RFC 6376 §3.4.2), without its final CRLF. Folds are the only CR and LF inside a field, so they
 * are white space like any other.
 */
export function relaxedField(name: string, value: string): string {
  const collapsed = value.replace(whiteSpaceRun, " ");
  const start = collapsed.startsWith(" ") ? 1 : 0;
  const end = collapsed.endsWith(" ") ? collapsed.length - 1 : collapsed.length;
  return `${name.toLowerCase()}:${collapsed.slice(start, Math.max(start, end))}`;
}

const crlf = Buffer.from("\r\n");

/** A body in the "simple" form (RFC 6376 §3.4.3): it ends with exactly one CRLF, even when it is empty. */
export function simpleBody(body: Uint8Array): Uint8Array {
  let end = body.length;
  while (endsLine(body, end) && (end === 2 || endsLine(body, end - 2))) end -= 2;
  if (end === 0) return crlf;
  return endsLine(body, end) ? body.subarray(0, end) : Buffer.concat([body.subarray(0, end), crlf]);
}

/** In the "relaxed" form (§3.4.4): runs of white space are one space, and none at the end of a line; an empty body stays empty. */
export function relaxedBody(body: Uint8Array): Uint8Array {
  const relaxed = Buffer.alloc(body.length);
  let length = 0;
  let isAfterSpace = false;
  // By index: an iterator's pairs take ten times as long, and others wait meanwhile.
  for (let at = 0; at < body.length; at += 1) {
    const octet = body[at] ?? 0;
    if (octet === 32 || octet === 9) {
      isAfterSpace = true;
      continue;
    }
    const endsHere = octet === 13 && body[at + 1] === 10;
    if (isAfterSpace && !endsHere) relaxed[length++] = 32;
    isAfterSpace = false;
    relaxed[length++] = octet;
  }
  const simple = simpleBody(relaxed.subarray(0, length));
  return simple.length === 2 && endsLine(simple, 2) ? new Uint8Array() : simple;
}

function endsLine(body: Uint8Array, end: number): boolean {
  return end >= 2 && body[end - 2] === 13 && body[end - 1] === 10;
}
