const unreserved = /^[A-Za-z0-9\-._~]*$/;

/** Every byte as it stands in a canonical request: itself when unreserved (RFC 3986 §2.3), else `%XX`. */
const encoded = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return unreserved.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
});

/** Encodes a part of a path that was encoded once already (`%40` → `%2540`), leaving `/` alone. */
export function encodeAgain(path: string): string {
  let out = "";
  for (const byte of Buffer.from(path, "latin1")) out += byte === slash ? "/" : encoded[byte];
  return out;
}

/** Brings a name or value of a query into the one canonical spelling, whatever spelling the client chose. */
export function canonicalSpelling(component: string): string {
  if (unreserved.test(component)) return component;
  let out = "";
  for (let at = 0; at < component.length; at += 1) {
    const code = component.charCodeAt(at) & 0xff;
    const hex = code === percent ? component.slice(at + 1, at + 3) : "";
    if (twoHexDigits.test(hex)) {
      out += encoded[Number.parseInt(hex, 16)];
      at += 2;
    } else {
      // A form's `+` is a space: it is read as one, so it has to be signed as one.
      out += code === plus ? "%20" : encoded[code];
    }
  }
  return out;
}

const slash = 0x2f;
const percent = 0x25;
const plus = 0x2b;
const twoHexDigits = /^[0-9A-Fa-f]{2}$/;
