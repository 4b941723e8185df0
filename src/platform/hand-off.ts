/** Room for one item at a worker. Disposed of without an item it is free again. */
export interface Place<Item> extends Disposable {
  /** Begins with an item that is claimed already, on disk. */
  begin(item: Item): void;
}

/** Joins those who make work with a worker of the same process: what they make need not be claimed and read back. */
export class HandOff<Item> {
  #offer: (() => Place<Item> | undefined) | undefined;

  /** Whether there is a worker in this process. */
  get isServed(): boolean {
    return this.#offer !== undefined;
  }

  /** Undefined where no worker has room, or where others wait for it already: nobody is overtaken. */
  place(): Place<Item> | undefined {
    return this.#offer?.();
  }

  /** For the worker, until it stops. */
  serve(offer: () => Place<Item> | undefined): Disposable {
    this.#offer = offer;
    return {
      [Symbol.dispose]: () => {
        this.#offer = undefined;
      },
    };
  }
}
