const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });
const units: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** The clocks of two machines differ: what has been does not lie ahead, and what is due is not past. */
export function relatively(ms: number, ahead: boolean): string {
  const isOtherSide = ahead ? ms < 0 : ms > 0;
  if (isOtherSide || Math.abs(ms) < 10_000) return ahead ? "now" : "just now";
  for (const [unit, length] of units) {
    if (Math.abs(ms) >= length) return words.format(Math.trunc(ms / length), unit);
  }
  return words.format(Math.trunc(ms / 1_000), "second");
}
