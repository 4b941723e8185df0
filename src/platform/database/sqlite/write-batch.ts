import type { Statement } from "#platform/database/database.ts";
import type { Batch, NewStatement } from "./messages.ts";

/** A statement built with a list of any length is another one for each; ours that recur are fewer. */
const mostRemembered = 500;

/** Writes groups as a batch, and remembers which statements the thread has been told. */
export class BatchWriter {
  readonly #numbers = new Map<string, number>();

  write(groups: readonly { readonly statements: readonly Statement[] }[]): Batch {
    const startsAnew = this.#numbers.size >= mostRemembered;
    if (startsAnew) this.#numbers.clear();
    const newStatements: NewStatement[] = [];
    const plan: number[] = [];
    const parameters: unknown[] = [];
    for (const { statements } of groups) {
      plan.push(statements.length);
      for (const { query, otherwise } of statements) {
        const number = this.#numberOf(query, newStatements);
        plan.push(otherwise === undefined ? number : ~number);
        for (const parameter of query.parameters) parameters.push(alone(parameter));
      }
    }
    return { startsAnew, newStatements, plan: Int32Array.from(plan), parameters };
  }

  #numberOf({ sql, parameters }: Statement["query"], newStatements: NewStatement[]): number {
    let number = this.#numbers.get(sql);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(sql, number);
      newStatements.push({ number, sql, parameterCount: parameters.length });
    }
    return number;
  }
}

/** Bytes that are a piece of a larger block, as Node's small buffers are, would take the whole block along to the other thread. */
function alone(parameter: unknown): unknown {
  const isPiece = parameter instanceof Uint8Array && parameter.byteLength < parameter.buffer.byteLength;
  return isPiece ? new Uint8Array(parameter) : parameter;
}
