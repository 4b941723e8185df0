/** Text that is HTML already: what `html` built, or what we wrote ourselves. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Writes HTML: what is put in is escaped, unless it is HTML itself.
 *
 *     html`<p title="${title}">${name}</p>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  let text = parts[0] ?? "";
  for (const [at, value] of values.entries()) {
    text += (value instanceof Html ? value.text : escaped(value)) + (parts[at + 1] ?? "");
  }
  return new Html(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
