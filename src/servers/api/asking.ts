import type { ServerResponse } from "node:http";

/** That somebody waits for an answer. */
export class Asking {
  readonly #response: ServerResponse;
  #gone: AbortController | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Aborted when the caller went away. Made when it is asked for: most operations take less time than that. */
  get signal(): AbortSignal {
    if (this.#gone !== undefined) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    if (this.#response.closed || this.#response.destroyed) gone.abort();
    else this.#response.once("close", () => gone.abort());
    return gone.signal;
  }
}

/** Of an answer that is kept for all who ask again. */
export const askedByMany = { signal: new AbortController().signal };
