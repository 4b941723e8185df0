import type { Compiled } from "./language/index.ts";

const mostKept = 2_000;
const mostBytesKept = 64 * 1024 * 1024;

interface Kept {
  readonly compiled: Promise<Compiled>;
  /** 0 while it is compiled. */
  readonly bytes: number;
}

/** Compiled templates by their text, those used last. A template that is read from the store again is not compiled again. */
export class CompiledParts {
  readonly #kept = new Map<string, Kept>();
  readonly #compile: (text: string) => Promise<Compiled>;
  #bytes = 0;

  constructor(compile: (text: string) => Promise<Compiled>) {
    this.#compile = compile;
  }

  /** About what all of them take in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Throws `TemplateFault`. Whoever asks while it is compiled waits for that. */
  async of(text: string): Promise<Compiled> {
    const kept = this.#kept.get(text) ?? { compiled: this.#compile(text), bytes: 0 };
    this.#keep(text, kept);
    const isKept = () => this.#kept.get(text)?.compiled === kept.compiled;
    try {
      const compiled = await kept.compiled;
      if (isKept()) this.#keep(text, { ...kept, bytes: compiled.bytes });
      return compiled;
    } catch (error) {
      if (isKept()) this.#forget(text);
      throw error;
    }
  }

  #keep(text: string, kept: Kept): void {
    this.#forget(text);
    this.#kept.set(text, kept);
    this.#bytes += kept.bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= mostBytesKept && this.#kept.size <= mostKept) break;
      this.#forget(oldest);
    }
  }

  #forget(text: string): void {
    this.#bytes -= this.#kept.get(text)?.bytes ?? 0;
    this.#kept.delete(text);
  }
}
