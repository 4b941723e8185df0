import type { Check, Evidence, RequiredRecord } from "#console/api/identities.ts";

/** What the latest check that looked for a record saw; `checks` are the newest first. */
export function evidenceFor(checks: readonly Check[]): (record: RequiredRecord) => Evidence | undefined {
  const seen = new Map<string, Evidence>();
  for (const evidence of checks.flatMap((check) => check.evidence)) {
    const { name } = evidence.expectation;
    if (!seen.has(name)) seen.set(name, evidence);
  }
  return ({ name }) => seen.get(name);
}
