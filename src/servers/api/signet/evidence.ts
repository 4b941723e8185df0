/**
 * Evidence as the plain dialect writes it: members in snake_case, times in ISO 8601. It was stored as the checker made it,
 * perhaps by an older release, so no more is assumed of it than that it is JSON.
 */
export function evidenceToWire(evidence: unknown): unknown {
  if (Array.isArray(evidence)) return evidence.map(evidenceToWire);
  if (typeof evidence !== "object" || evidence === null) return evidence;
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) =>
      name === "at" && typeof value === "number"
        ? [name, new Date(value).toISOString()]
        : [name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`), evidenceToWire(value)],
    ),
  );
}
