/** The beginning of a stranger's text, without what others choke on: a NUL, and half a character, such as a cut leaves behind. */
export function shortened(text: string, longest: number): string {
  return text.slice(0, longest).replaceAll("\0", "").toWellFormed();
}
