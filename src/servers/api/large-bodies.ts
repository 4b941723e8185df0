import type { IncomingMessage } from "node:http";
import { CallerError } from "#platform/errors.ts";
import { Tally } from "#platform/tally.ts";
import type { Claim } from "./auth/authenticator.ts";

const largeBytes = 1024 * 1024;
const mostAtOnce = 16;

/**
 * A signature covers the body, so it can be checked only when all of the body is held. Until then the sender has proven no more
 * than to know the id of a key, which is no secret: with it, anyone could fill the memory. So few large bodies arrive at a time.
 */
export class LargeBodies {
  readonly #arriving = new Tally();

  /** Call before the body is read. Throws `too-many-requests`. */
  admit({ caller, unproven }: Claim, request: IncomingMessage): void {
    // One that went away meanwhile has been closed, and is not closed again.
    if (unproven === undefined || request.destroyed || !isLarge(request)) return;
    const { account } = caller.owner;
    if (this.#arriving.of(account) >= mostAtOnce) {
      throw new CallerError(
        "too-many-requests",
        `At most ${mostAtOnce} large requests may arrive at a time.`,
      );
    }
    this.#arriving.add(account);
    request.once("close", () => this.#arriving.remove(account));
  }
}

function isLarge({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > largeBytes;
}
