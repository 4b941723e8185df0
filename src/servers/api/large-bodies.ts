import type { IncomingMessage } from "node:http";
import { Budget } from "#platform/budget.ts";
import { Arrival, type ArrivalLimits, Arrivals, noRoom, uncountedBytes } from "./arrivals.ts";
import type { Claim } from "./auth/authenticator.ts";

const mb = 1024 * 1024;

/** What bodies may take together, in bytes. */
const usualRoom = {
  /** Of those whose senders have yet to prove who they are. */
  unproven: 128 * mb,
  proven: 192 * mb,
  /** For whole ones, and what is made of them: a text, and what is in it. */
  inWork: 192 * mb,
  /** How long one waits to be read, and then to be worked on. */
  patienceMs: 45_000,
  graceMs: 5_000,
  /** 4 Mbit/s. */
  bytesPerMs: 500,
};
const madeOfOne = 2;

/** A body that is large, or may become so, until its request is answered. */
export interface HeldBody extends Disposable {
  readonly arrival: Arrival;
  /** Call when it is whole: waits until there is room for what it is made into. Throws `too-many-requests`. */
  work(): Promise<void>;
}

/**
 * A signature covers the body, so it can be checked only when all of the body is held. Until then the sender has proven no more
 * than to know the id of a key, which is no secret: with it, anyone could fill the memory. So large bodies of such senders have a room
 * of their own. Of all, as many are read and worked on as there is memory for: none is refused for being one of many. A body is in one
 * of the `Arrivals` until it is worked on, and then counts among those in work, which wait for nobody's bytes: there, one in line that
 * wants much holds up those behind it for no longer than some calls take.
 */
export class LargeBodies {
  readonly #room: typeof usualRoom;
  readonly #unproven: Arrivals;
  readonly #proven: Arrivals;
  readonly #inWork: Budget;

  constructor(room: Partial<typeof usualRoom> = {}) {
    this.#room = { ...usualRoom, ...room };
    const { patienceMs, graceMs, bytesPerMs, unproven, proven, inWork } = this.#room;
    const limits = { patienceMs, graceMs, bytesPerMs } satisfies Partial<ArrivalLimits>;
    this.#unproven = new Arrivals({ ...limits, room: unproven });
    this.#proven = new Arrivals({ ...limits, room: proven });
    this.#inWork = new Budget(inWork);
  }

  /** Call before the body is read, which is of so many bytes at most. Undefined: it needs no room. Throws `too-many-requests`. */
  admit(claim: Claim, request: IncomingMessage, mostBytes: number): HeldBody | undefined {
    const bytes = declaredBytes(request) ?? mostBytes;
    // One that is too large is not read; one that went away meanwhile has been closed, and is not closed again.
    if (bytes <= uncountedBytes || bytes > mostBytes || request.destroyed) return undefined;
    const arrivals = claim.unproven === undefined ? this.#proven : this.#unproven;
    const arrival = new Arrival(arrivals, claim.caller.owner.account, request);
    return this.#hold(arrival, request);
  }

  #hold(arrival: Arrival, request: IncomingMessage): HeldBody {
    const held = new DisposableStack();
    held.defer(() => arrival.leave());
    return {
      arrival,
      work: async () => {
        if (!arrival.isCounted) return;
        held.use(await this.#takeForWork((1 + madeOfOne) * arrival.bytes, request));
        arrival.leave();
      },
      [Symbol.dispose]: () => held.dispose(),
    };
  }

  async #takeForWork(bytes: number, request: IncomingMessage): Promise<Disposable> {
    const gone = new AbortController();
    const leave = () => gone.abort();
    request.socket.once("close", leave);
    const patience = AbortSignal.any([gone.signal, AbortSignal.timeout(this.#room.patienceMs)]);
    try {
      return await this.#inWork.take(bytes, patience);
    } catch (error) {
      throw error === patience.reason ? noRoom() : error;
    } finally {
      request.socket.off("close", leave);
    }
  }
}

/** Undefined where the request does not say how long it is (chunked). */
function declaredBytes({ headers }: IncomingMessage): number | undefined {
  return headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : undefined;
}
