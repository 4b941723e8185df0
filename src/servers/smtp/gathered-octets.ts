const leastBlock = 4 * 1024;
const largestBlock = 64 * 1024;

/**
 * A message as it comes, in blocks. Of each line that begins with a dot smtp-server makes pieces of a few octets, and a Buffer takes a hundred:
 * kept as they come, 10 MB of such lines would be a gigabyte.
 */
export class GatheredOctets {
  #full: Buffer[] = [];
  #block = Buffer.alloc(0);
  #used = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get blocks(): number {
    return this.#full.length + (this.#used > 0 ? 1 : 0);
  }

  add(piece: Buffer): void {
    this.#length += piece.length;
    if (piece.length <= this.#block.length - this.#used) {
      this.#used += piece.copy(this.#block, this.#used);
      return;
    }
    this.#close();
    if (piece.length >= leastBlock) {
      this.#full.push(piece);
      return;
    }
    this.#block = Buffer.allocUnsafeSlow(Math.min(Math.max(this.#length, leastBlock), largestBlock));
    this.#used = piece.copy(this.#block);
  }

  clear(): void {
    this.#full = [];
    this.#block = Buffer.alloc(0);
    this.#used = 0;
    this.#length = 0;
  }

  whole(): Buffer {
    this.#close();
    const [only] = this.#full;
    return this.#full.length === 1 && only !== undefined ? only : Buffer.concat(this.#full);
  }

  #close(): void {
    if (this.#used > 0) this.#full.push(this.#block.subarray(0, this.#used));
    this.#block = Buffer.alloc(0);
    this.#used = 0;
  }
}
