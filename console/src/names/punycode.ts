// RFC 3492 with IDNA's parameters (§5). Browsers turn letters into A-labels, but do not offer the way back.
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 0x80;
const highest = 0x10ffff;

/** What stands after `xn--`, in letters; undefined where it is not Punycode. */
export function decodePunycode(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf("-");
  const letters = Array.from(encoded.slice(0, Math.max(delimiter, 0)), (letter) => letter.charCodeAt(0));
  let at = delimiter < 0 ? 0 : delimiter + 1;
  let n = initialN;
  let bias = initialBias;
  for (let i = 0; at < encoded.length; i += 1) {
    const before = i;
    for (let weight = 1, k = base; ; k += base, at += 1) {
      const digit = digitOf(encoded[at]);
      if (digit === undefined) return undefined;
      i += digit * weight;
      if (i > Number.MAX_SAFE_INTEGER / base) return undefined;
      const t = Math.min(Math.max(k - bias, tMin), tMax);
      if (digit < t) break;
      weight *= base - t;
    }
    at += 1;
    bias = adapt(i - before, letters.length + 1, before === 0);
    n += Math.floor(i / (letters.length + 1));
    i %= letters.length + 1;
    if (n > highest) return undefined;
    letters.splice(i, 0, n);
  }
  return String.fromCodePoint(...letters);
}

function digitOf(letter: string | undefined): number | undefined {
  if (letter === undefined || !/^[a-z0-9]$/.test(letter)) return undefined;
  return letter >= "a" ? letter.charCodeAt(0) - 0x61 : Number(letter) + 26;
}

function adapt(difference: number, points: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? damp : 2));
  delta += Math.floor(delta / points);
  let k = 0;
  for (; delta > ((base - tMin) * tMax) / 2; k += base) delta = Math.floor(delta / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * delta) / (delta + skew));
}
