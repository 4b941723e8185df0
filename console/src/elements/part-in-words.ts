/** `0.42 %`; a dash where there is nothing that it could be a part of. */
export function partInWords(part: number | null): string {
  if (part === null) return "–";
  const percent = part * 100;
  return `${percent.toFixed(percent > 0 && percent < 10 ? 2 : 1)} %`;
}
