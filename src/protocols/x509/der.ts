/** The little of DER (X.690) that certificates and their signatures need. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
export const octets = (...parts: readonly Uint8Array[]) => der(0x04, ...parts);
/** A whole number of bits that is a multiple of eight. */
export const bits = (content: Uint8Array) => der(0x03, Buffer.of(0), content);
export const utf8 = (text: string) => der(0x0c, Buffer.from(text));
/** `[n]`, constructed. */
export const tagged = (n: number, ...parts: readonly Uint8Array[]) => der(0xa0 + n, ...parts);

/** Not negative, most significant byte first. */
export function integer(magnitude: Uint8Array): Buffer {
  const isHigh = (magnitude[0] ?? 0) > 0x7f;
  return der(0x02, Buffer.alloc(isHigh ? 1 : 0), magnitude);
}

/** `1.2.840.10045.4.3.2`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Of milliseconds since 1970. RFC 5280 §4.1.2.5: two digits of the year until 2049, four from then on. */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, "");
  return digits < "2050" ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** What a constructed encoding is made of, each with its tag and length; what follows it is none of it. Throws `RangeError` where it is not DER. */
export function elementsOf(encoding: Uint8Array): Buffer[] {
  const bytes = Buffer.from(encoding.buffer, encoding.byteOffset, encoding.byteLength);
  const elements: Buffer[] = [];
  const whole = contentOf(bytes, 0);
  if (whole.end > bytes.length) throw new RangeError("An element ends behind what there is of it.");
  for (let at = whole.start; at < whole.end; ) {
    const { end } = contentOf(bytes, at);
    if (end > whole.end) throw new RangeError("An element ends behind the one that it is in.");
    elements.push(bytes.subarray(at, end));
    at = end;
  }
  return elements;
}

function contentOf(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes.readUInt8(at + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + lengthBytes;
  // More than six bytes, or none, make `readUIntBE` throw.
  const length = first < 0x80 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  return { start, end: start + length };
}
