/** Ours is one of so many equal shares. */
export interface Share {
  readonly place: number;
  readonly among: number;
}

/** What there may be only so much of at once, whichever process it is that has it. */
export interface Shared {
  /** The same in all of them. */
  readonly name: string;
  /** There is more to do than what each may do that asks nobody. */
  readonly isBusy: boolean;
  /** Undefined: it is held no more. */
  share(share: Share | undefined): void;
}

/** The first ones get what is left over; nobody gets nothing, or what it has to do would never be done. */
export function partOf(all: number, { place, among }: Share): number {
  return Math.max(1, Math.floor(all / among) + (place < all % among ? 1 : 0));
}
