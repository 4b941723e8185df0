import type { Compiled } from "./language/index.ts";

const mostKept = 2_000;
const mostCharactersKept = 16_000_000;

/** Compiled templates by their text, those used last. A template that is read from the store again is not compiled again. */
export class CompiledParts {
  readonly #kept = new Map<string, Promise<Compiled>>();
  readonly #compile: (text: string) => Promise<Compiled>;
  #characters = 0;

  constructor(compile: (text: string) => Promise<Compiled>) {
    this.#compile = compile;
  }

  /** Throws `TemplateFault`. Whoever asks while it is compiled waits for that. */
  async of(text: string): Promise<Compiled> {
    const compiled = this.#kept.get(text) ?? this.#compile(text);
    this.#keep(text, compiled);
    try {
      return await compiled;
    } catch (error) {
      if (this.#kept.get(text) === compiled) this.#forget(text);
      throw error;
    }
  }

  #keep(text: string, compiled: Promise<Compiled>): void {
    this.#forget(text);
    this.#kept.set(text, compiled);
    this.#characters += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= mostCharactersKept && this.#kept.size <= mostKept) break;
      this.#forget(oldest);
    }
  }

  #forget(text: string): void {
    if (this.#kept.delete(text)) this.#characters -= text.length;
  }
}
