import type { ServerResponse } from "node:http";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { Answer } from "./answer.ts";
import type { LargeAnswers } from "./large-answers.ts";

/** What a handler is told of whoever waits for its answer. */
export interface Asked {
  /** Aborted when the caller went away. */
  readonly signal: AbortSignal;
  /** To be waited for before something is read that is megabytes large. Throws `bad-request` when the caller went away, who hears of it no more. */
  makeRoom(owner: Owner): Promise<void>;
}

/** That somebody waits for an answer. */
export class Asking implements Asked {
  readonly #response: ServerResponse;
  readonly #largeAnswers: LargeAnswers;
  #gone: AbortController | undefined;

  constructor(response: ServerResponse, largeAnswers: LargeAnswers) {
    this.#response = response;
    this.#largeAnswers = largeAnswers;
  }

  /** Made when it is asked for: most operations take less time than that. */
  get signal(): AbortSignal {
    if (this.#gone !== undefined) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    if (this.#response.closed || this.#response.destroyed) gone.abort();
    else this.#response.once("close", () => gone.abort());
    return gone.signal;
  }

  /** Throws `too-many-requests` where too much is not read yet. */
  hold(answer: Answer, { account }: Owner): Answer {
    return this.#largeAnswers.hold(account, this.#response, answer);
  }

  async makeRoom({ account }: Owner): Promise<void> {
    const { signal } = this;
    try {
      await this.#largeAnswers.enter(account, this.#response, signal);
    } catch (error) {
      throw error === signal.reason ? new CallerError("bad-request", "The caller went away.") : error;
    }
  }
}

/** Of an answer that is kept for all who ask again. */
export const askedByMany: Asked = { signal: new AbortController().signal, async makeRoom() {} };
