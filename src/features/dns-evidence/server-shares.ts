import { partOf, type Share, type Shared, type Shares } from "#features/shares/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";

/** Whatever a process does alone without asking anybody: one part in so many. */
const partAlone = 10;
/** Domains of one provider come in bursts; what was much a moment ago is much again soon. */
const busyForMs = 20 * secondMs;

/**
 * How many questions may be in flight to one name server, of all processes together: thousands of domains have their zones at one
 * provider, which sees one asker behind all our nodes. A process that would ask more than a tenth of them at once holds the server.
 */
export class ServerShares {
  readonly #most: number;
  readonly #alone: number;
  readonly #shares: Pick<Shares, "hold">;
  readonly #clock: Clock;
  readonly #changed: (address: string) => void;
  readonly #held = new Map<string, HeldServer>();

  constructor(parts: {
    readonly most: number;
    readonly shares: Pick<Shares, "hold">;
    readonly clock: Clock;
    /** There is more room at an address, or less. */
    readonly changed: (address: string) => void;
  }) {
    this.#most = parts.most;
    this.#alone = Math.max(1, Math.floor(parts.most / partAlone));
    this.#shares = parts.shares;
    this.#clock = parts.clock;
    this.#changed = parts.changed;
  }

  /** How many questions may be in flight to an address that would now have `wanted` of them. */
  roomAt(address: string, wanted: number): number {
    const held = this.#held.get(address);
    if (wanted > this.#alone) {
      const server = held ?? this.#hold(address);
      server.wantedAt = this.#clock.now();
    }
    return held?.part === undefined ? this.#alone : partOf(this.#most, held.part);
  }

  #hold(address: string): HeldServer {
    const server = new HeldServer(address, this.#clock, (part) => {
      if (part === undefined) this.#held.delete(address);
      this.#changed(address);
    });
    this.#held.set(address, server);
    this.#shares.hold(server);
    return server;
  }
}

class HeldServer implements Shared {
  readonly name: string;
  readonly #clock: Clock;
  readonly #changed: (part: Share | undefined) => void;
  part: Share | undefined;
  wantedAt = 0;

  constructor(address: string, clock: Clock, changed: (part: Share | undefined) => void) {
    this.name = `name-server ${address}`;
    this.#clock = clock;
    this.#changed = changed;
  }

  get isBusy(): boolean {
    return this.#clock.now() - this.wantedAt < busyForMs;
  }

  share(part: Share | undefined): void {
    this.part = part;
    this.#changed(part);
  }
}
