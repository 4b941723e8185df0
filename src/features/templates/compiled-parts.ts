import { type Compiled, compileTemplate } from "./language/index.ts";

const mostKept = 2_000;
const mostCharactersKept = 16_000_000;

/** Compiled templates by their text, those used last. A template that is read from the store again is not compiled again. */
export class CompiledParts {
  readonly #kept = new Map<string, Compiled>();
  readonly #may: "all" | "substitute";
  #characters = 0;

  constructor(may: "all" | "substitute") {
    this.#may = may;
  }

  /** Throws `TemplateFault`. */
  async of(text: string): Promise<Compiled> {
    const compiled = this.#kept.get(text) ?? (await compileTemplate(text, this.#may));
    this.#forget(text);
    this.#kept.set(text, compiled);
    this.#characters += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= mostCharactersKept && this.#kept.size <= mostKept) break;
      this.#forget(oldest);
    }
    return compiled;
  }

  #forget(text: string): void {
    if (this.#kept.delete(text)) this.#characters -= text.length;
  }
}
