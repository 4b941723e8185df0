import type { IncomingMessage } from "node:http";
import { Budget } from "#platform/budget.ts";
import { CallerError } from "#platform/errors.ts";
import { Arrival, type ArrivalLimits, Arrivals, noRoom, tooSlow, uncountedBytes } from "./arrivals.ts";
import type { Claim } from "./auth/authenticator.ts";

const largeBytes = 1024 * 1024;
const mostAtOnce = 16;
const mb = 1024 * 1024;

/** What bodies may take together, in bytes. */
const usualRoom = {
  /** Of those whose senders have yet to prove who they are. */
  unproven: { ofAll: 128 * mb, ofAccount: 32 * mb },
  proven: { ofAll: 192 * mb, ofAccount: 48 * mb },
  /** For whole ones, and what is made of them: a text, and what is in it. */
  inWork: 192 * mb,
  /** How long one waits to be read, and then to be worked on. */
  patienceMs: 45_000,
  graceMs: 5_000,
  /** 4 Mbit/s. */
  bytesPerMs: 500,
};
const madeOfOne = 2;

/** Of a body that is large, or may come to be. Held until its answer is known. */
export interface HeldBody extends Disposable {
  readonly arrival: Arrival;
  /** Call when it is whole: waits until there is room for what it is made into. Throws `too-many-requests`. */
  work(): Promise<void>;
}

/**
 * A signature covers the body, so it can be checked only when all of the body is held. Until then the sender has proven no more
 * than to know the id of a key, which is no secret: with it, anyone could fill the memory. So few large bodies of such senders arrive
 * at a time, and those have a room of their own. And who has proven who they are sends many at once: of these, as many are read and
 * worked on as there is memory for. A body is in one of the `Arrivals` until it is worked on, and then counts among those in work,
 * which wait for nobody's bytes: there, one in line that wants much holds up those behind it for no longer than some calls take.
 */
export class LargeBodies {
  readonly #room: typeof usualRoom;
  readonly #unproven: Arrivals;
  readonly #proven: Arrivals;
  readonly #inWork: Budget;
  /** By account, of those that are unproven and say that they are large. */
  readonly #arriving = new Map<string, Set<Arrival>>();

  constructor(room: Partial<typeof usualRoom> = {}) {
    this.#room = { ...usualRoom, ...room };
    const { patienceMs, graceMs, bytesPerMs, unproven, proven, inWork } = this.#room;
    const limits = { patienceMs, graceMs, bytesPerMs } satisfies Partial<ArrivalLimits>;
    this.#unproven = new Arrivals({ ...limits, ...unproven });
    this.#proven = new Arrivals({ ...limits, ...proven });
    this.#inWork = new Budget(inWork);
  }

  /** Call before the body is read, which is of so many bytes at most. Undefined: it needs no room. Throws `too-many-requests`. */
  admit(claim: Claim, request: IncomingMessage, mostBytes: number): HeldBody | undefined {
    const declared = declaredBytes(request);
    const bytes = declared ?? mostBytes;
    // One that is too large is not read; one that went away meanwhile has been closed, and is not closed again.
    if (bytes <= uncountedBytes || bytes > mostBytes || request.destroyed) return undefined;
    const { account } = claim.caller.owner;
    const isUnproven = claim.unproven !== undefined;
    const arrival = new Arrival(isUnproven ? this.#unproven : this.#proven, account, request);
    if (isUnproven && declared !== undefined && declared > largeBytes) this.#count(arrival, request);
    return this.#hold(arrival, request);
  }

  /** One of too many gives its place to the next once it is late: otherwise a few idle connections would keep an owner out. */
  #count(arrival: Arrival, request: IncomingMessage): void {
    const { account } = arrival;
    const arriving = this.#arriving.get(account) ?? new Set();
    if (arriving.size >= mostAtOnce) {
      const late = [...arriving].find((one) => one.isLate);
      if (late === undefined) {
        throw new CallerError(
          "too-many-requests",
          `At most ${mostAtOnce} large requests may arrive at a time.`,
        );
      }
      arriving.delete(late);
      late.end(tooSlow());
    }
    this.#arriving.set(account, arriving.add(arrival));
    request.once("close", () => {
      arriving.delete(arrival);
      if (arriving.size === 0 && this.#arriving.get(account) === arriving) this.#arriving.delete(account);
    });
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

/** Undefined: it will be seen when it ends. */
function declaredBytes({ headers }: IncomingMessage): number | undefined {
  return headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : undefined;
}
