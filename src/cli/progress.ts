import type { Terminal } from "./terminal.ts";

const shownEvery = 100_000;

/** Says table by table, and now and then within a large one, how many rows have been moved. */
export class Progress {
  readonly #terminal: Pick<Terminal, "err">;
  #table = "";
  #rows = 0;
  #shown = 0;
  #total = 0;

  constructor(terminal: Pick<Terminal, "err">) {
    this.#terminal = terminal;
  }

  readonly show = (table: string, rows: number): void => {
    if (table !== this.#table) this.#endTable();
    this.#table = table;
    this.#rows = rows;
    if (rows - this.#shown >= shownEvery) this.#say();
  };

  /** Ends the last table, and answers how many rows all had. */
  total(): number {
    this.#endTable();
    return this.#total;
  }

  #endTable(): void {
    if (this.#rows > this.#shown) this.#say();
    this.#total += this.#rows;
    this.#rows = 0;
    this.#shown = 0;
  }

  #say(): void {
    this.#shown = this.#rows;
    this.#terminal.err(`${this.#table}  ${this.#rows}`);
  }
}
