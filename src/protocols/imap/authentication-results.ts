/**
 * Whether a receiver says that a method held: `mx.example; spf=pass smtp.mailfrom=…; dkim=pass …` (RFC 8601 §2.2). Several of its programs may
 * say so in fields of their own: those count that are by whoever wrote the first.
 */
export function holds(fields: readonly string[], method: "spf" | "dkim"): boolean {
  const held = new RegExp(`^\\s*${method}\\s*=\\s*pass\\b`, "i");
  const [first, ...more] = fields.map(partsOf);
  return [first, ...more.filter(({ by }) => by === first?.by)].some((one) =>
    one?.results.some((result) => held.test(result)),
  );
}

function partsOf(field: string) {
  const [by = "", ...results] = withoutComments(field).split(";");
  return { by: by.trim().split(/\s/, 1)[0]?.toLowerCase(), results };
}

/** Comments may hold anything, and comments. */
function withoutComments(field: string): string {
  let depth = 0;
  let plain = "";
  for (const part of field.split(/([()])/)) {
    if (part === "(") depth += 1;
    else if (part === ")") depth = Math.max(0, depth - 1);
    else plain += depth > 0 ? " " : part;
  }
  return plain;
}
