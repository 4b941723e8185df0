import type { IncomingMessage } from "node:http";
import { Budget } from "#platform/budget.ts";
import { CallerError } from "#platform/errors.ts";
import { Tally } from "#platform/tally.ts";
import type { Claim } from "./auth/authenticator.ts";

const largeBytes = 1024 * 1024;
const mostAtOnce = 16;
/** Smaller ones are not counted: it would take more time than they take memory. */
const countedBytes = 128 * 1024;

/** What bodies may take together, in bytes. */
const usualRoom = {
  ofAccount: 128 * 1024 * 1024,
  ofAll: 256 * 1024 * 1024,
  /** For what is made of bodies as they are read: a text, and what is in it. */
  inWork: 128 * 1024 * 1024,
  /** How long one that is not read yet waits. */
  patienceMs: 45_000,
};
const madeOfOne = 2;

/** Held until the answer is written. */
export interface HeldBody extends Disposable {
  /** Waits until there is room for what a body is made into. */
  work(): Promise<void>;
}

/**
 * A signature covers the body, so it can be checked only when all of the body is held. Until then the sender has proven no more
 * than to know the id of a key, which is no secret: with it, anyone could fill the memory. So few large bodies arrive at a time. And who
 * has proven who they are sends many at once: of these, as many are read and worked on as there is memory for; the others wait unread.
 */
export class LargeBodies {
  readonly #room: typeof usualRoom;
  readonly #arriving = new Tally();
  readonly #all: Budget;
  readonly #inWork: Budget;
  /** Of those that hold some, or wait. */
  readonly #accounts = new Map<string, { readonly budget: Budget; requests: number }>();

  constructor(room: Partial<typeof usualRoom> = {}) {
    this.#room = { ...usualRoom, ...room };
    this.#all = new Budget(this.#room.ofAll);
    this.#inWork = new Budget(this.#room.inWork);
  }

  /** Call before the body is read, which is of so many bytes at most. Undefined: it needs no room. Throws `too-many-requests`. */
  async admit(claim: Claim, request: IncomingMessage, mostBytes: number): Promise<HeldBody | undefined> {
    const bytes = declaredBytes(request) ?? mostBytes;
    // One that is too large is not read; one that went away meanwhile has been closed, and is not closed again.
    if (bytes <= countedBytes || bytes > mostBytes || request.destroyed) return undefined;
    const { account } = claim.caller.owner;
    if (claim.unproven !== undefined && bytes > largeBytes) this.#count(account, request);
    return await this.#hold(account, request, bytes);
  }

  #count(account: string, request: IncomingMessage): void {
    if (this.#arriving.of(account) >= mostAtOnce) {
      throw new CallerError(
        "too-many-requests",
        `At most ${mostAtOnce} large requests may arrive at a time.`,
      );
    }
    this.#arriving.add(account);
    request.once("close", () => this.#arriving.remove(account));
  }

  async #hold(account: string, request: IncomingMessage, bytes: number): Promise<HeldBody> {
    using held = new DisposableStack();
    const own = this.#ofAccount(account);
    held.defer(() => {
      own.requests -= 1;
      if (own.requests === 0) this.#accounts.delete(account);
    });
    const gone = new AbortController();
    const leave = () => gone.abort();
    request.once("close", leave);
    const patience = AbortSignal.any([gone.signal, AbortSignal.timeout(this.#room.patienceMs)]);
    try {
      held.use(await own.budget.take(bytes, patience));
      held.use(await this.#all.take(bytes, patience));
    } catch (error) {
      if (error !== patience.reason) throw error;
      throw new CallerError("too-many-requests", "There is no room for another large request just now.");
    } finally {
      request.off("close", leave);
    }
    const kept = held.move();
    return {
      work: async () => void kept.use(await this.#inWork.take(madeOfOne * bytes)),
      [Symbol.dispose]: () => kept.dispose(),
    };
  }

  #ofAccount(account: string) {
    let own = this.#accounts.get(account);
    if (own === undefined) {
      own = { budget: new Budget(this.#room.ofAccount), requests: 0 };
      this.#accounts.set(account, own);
    }
    own.requests += 1;
    return own;
  }
}

/** Undefined: it will be seen when it ends. */
function declaredBytes({ headers }: IncomingMessage): number | undefined {
  return headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : undefined;
}
