/**
 * What was kept as JSON, as the plain dialect writes it: members in snake_case, times in ISO 8601. It was stored as a check or
 * an attempt made it, perhaps by an older release, so no more is assumed of it than that it is JSON.
 */
export function keptToWire(kept: unknown): unknown {
  if (Array.isArray(kept)) return kept.map(keptToWire);
  if (typeof kept !== "object" || kept === null) return kept;
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) =>
      name === "at" && typeof value === "number"
        ? [name, new Date(value).toISOString()]
        : [name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`), keptToWire(value)],
    ),
  );
}
