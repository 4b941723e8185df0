const longestText = 20_000;

/**
 * What the text of a report says of an address, where its fields say nothing: Exim's Status is 5.0.0 whatever happened, and its reason stands
 * in the lines below the address; so does OpenSMTPD's, behind the address and a colon.
 */
export function wordsIn(text: string): (address: string) => string | undefined {
  const lines = text.slice(0, longestText).split(/\r?\n/);
  // Gone through for each of a hundred recipients, a text of line ends alone would keep everybody waiting.
  const aboutSomebody = lines
    .map((line, at) => ({ line: line.trim(), at }))
    .filter(({ line }) => line.includes("@"));
  return (address) => {
    for (const { line, at } of aboutSomebody) {
      const rest = behind(address, line);
      if (rest === undefined) continue;
      const end = lines.indexOf("", at + 1);
      const below = lines.slice(at + 1, end === -1 ? undefined : end);
      const words = (rest === "" ? below.join(" ") : rest).trim();
      if (words !== "") return words;
    }
    return undefined;
  };
}

/** What follows an address on its line; undefined for a line that is not about it. */
function behind(address: string, line: string): string | undefined {
  const plain = line.startsWith("<") ? line.slice(1) : line;
  if (plain.length < address.length) return undefined;
  if (plain.slice(0, address.length).toLowerCase() !== address.toLowerCase()) return undefined;
  return /^>?(?::|$)(.*)$/.exec(plain.slice(address.length))?.[1];
}
