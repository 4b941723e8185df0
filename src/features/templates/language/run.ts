import { RenderingFault } from "./fault.ts";

const mostSteps = 500_000;
const mostCharacters = 10_000_000;
/** Blocks and partials entered at one time: a partial that calls itself ends here. */
const deepestEntry = 200;

const tooMuch = "The template and its data ask for too much work.";

/** One filling in of a template: what is written so far, and what may still be done. Nothing a template says takes longer. */
export class Run {
  output = "";
  #stepsLeft = mostSteps;
  #charactersLeft = mostCharacters;
  #depth = 0;

  /** Counts work. Throws `RenderingFault` when there was too much of it. */
  step(count = 1): void {
    this.#stepsLeft -= count;
    if (this.#stepsLeft < 0) throw new RenderingFault(tooMuch);
  }

  /** A piece of text is work, however short it is: what is written in many of them takes many times their memory. */
  append(text: string): void {
    this.step();
    this.#charactersLeft -= text.length;
    if (this.#charactersLeft < 0) throw new RenderingFault("The rendered message is too large.");
    this.output += text;
  }

  /** Writes a value as Handlebars does; it is not escaped, and nothing of it is called. */
  write(value: unknown, depth = 0): void {
    if (value === null || value === undefined) return this.step();
    if (typeof value === "string") return this.append(value);
    if (typeof value === "number" || typeof value === "boolean") return this.append(`${value}`);
    if (!Array.isArray(value)) return this.append("[object Object]");
    if (depth > deepestEntry) throw new RenderingFault(tooMuch);
    this.step();
    for (const [at, item] of value.entries()) {
      if (at > 0) this.append(",");
      this.write(item, depth + 1);
    }
  }

  /** Does a part inside the one under way. */
  enter(part: () => void): void {
    this.#depth += 1;
    this.step();
    if (this.#depth > deepestEntry) {
      throw new RenderingFault(`Blocks and partials call each other more than ${deepestEntry} deep.`);
    }
    part();
    this.#depth -= 1;
  }

  /** What a part writes, apart from the rest. */
  capture(part: () => void): string {
    const before = this.output;
    this.output = "";
    part();
    const written = this.output;
    this.output = before;
    return written;
  }
}
