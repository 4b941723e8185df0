/** Whether a text is of a pattern in which `*` stands for any text and `?` for one character; linear in their product at worst. */
export function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let retryAt = 0;
  while (at < text.length) {
    if (inPattern < pattern.length && pattern[inPattern] === "*") {
      star = inPattern++;
      retryAt = at;
    } else if (
      inPattern < pattern.length &&
      (pattern[inPattern] === "?" || pattern[inPattern] === text[at])
    ) {
      inPattern++;
      at++;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}
