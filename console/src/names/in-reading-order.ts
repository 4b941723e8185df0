/** Marks that turn what follows around: U+202A to U+202E, U+2066 to U+2069. Letters that are written from the right need none. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text that a stranger wrote, in the order it is stored in: none that reads `report-fdp.exe` as `report-exe.pdf`. */
export function inReadingOrder(text: string): string {
  return text.replaceAll(turns, "");
}
