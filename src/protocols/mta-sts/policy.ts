/** What a domain demands of those who deliver to it (RFC 8461 §3.2). */
export interface StsPolicy {
  readonly mode: "enforce" | "testing" | "none";
  /** Names, or `*.example.net`: one label for the star. */
  readonly mx: readonly string[];
  readonly maxAgeSeconds: number;
}

/** More than a text of 64 KB has of any use. */
const mostPatterns = 1_000;
/** RFC 8461 §3.2: about a year. */
const longestMaxAge = 31_557_600;

/** The id in a `_mta-sts` TXT record; undefined where there is none, or more than one record (RFC 8461 §3.1). */
export function readStsId(texts: readonly string[]): string | undefined {
  const records = texts.filter((text) => /^v=STSv1\s*(?:;|$)/.test(text));
  const [record, ...others] = records;
  if (record === undefined || others.length > 0) return undefined;
  return /(?:^|;)\s*id=([A-Za-z0-9]{1,32})\s*(?:;|$)/.exec(record)?.[1];
}

/** Undefined for what is no policy. Never throws. */
export function readStsPolicy(text: string): StsPolicy | undefined {
  const fields = text
    .split(/\r?\n/)
    .map((line) => /^([A-Za-z0-9_.-]{1,32}):(.*)$/.exec(line))
    .flatMap((match) => (match === null ? [] : [{ name: match[1] ?? "", value: (match[2] ?? "").trim() }]));
  const first = (name: string) => fields.find((field) => field.name === name)?.value;
  const mode = first("mode");
  const maxAge = first("max_age") ?? "";
  if (first("version") !== "STSv1" || !/^\d{1,10}$/.test(maxAge)) return undefined;
  if (mode !== "enforce" && mode !== "testing" && mode !== "none") return undefined;
  const mx = fields
    .filter(({ name }) => name === "mx")
    .map(({ value }) => value.toLowerCase())
    .slice(0, mostPatterns);
  if (mx.length === 0 && mode !== "none") return undefined;
  return { mode, mx, maxAgeSeconds: Math.min(Number(maxAge), longestMaxAge) };
}

/** What of it counts, in its own form (RFC 8461 §3.2). */
export function stsPolicyLines({ mode, mx, maxAgeSeconds }: StsPolicy): string[] {
  return ["version: STSv1", `mode: ${mode}`, ...mx.map((name) => `mx: ${name}`), `max_age: ${maxAgeSeconds}`];
}

/** RFC 8461 §4.1. */
export function allowsMx({ mx }: StsPolicy, host: string): boolean {
  const name = host.toLowerCase();
  return mx.some((pattern) =>
    pattern.startsWith("*.") ? name.slice(name.indexOf(".")) === pattern.slice(1) : name === pattern,
  );
}
