/** Where PostgreSQL may be: the hosts that its URL names, of which one at a time can be written to. */
export class Places {
  readonly #urls: readonly string[];
  #best = 0;

  /** `postgres://user:password@first:5432,second:5432/mail`, as libpq has it. */
  constructor(url: string) {
    const { before, hosts, after } = partsOf(url);
    this.#urls = hosts.split(",").map((host) => `${before}${host}${after}`);
  }

  /** Tries them in turn, from the one that was good last. Throws what the last one failed with. */
  async first<Opened>(open: (url: string) => Promise<Opened>): Promise<Opened> {
    for (let tried = 1; ; tried++) {
      const at = this.#best;
      try {
        return await open(this.#urls[at] ?? "");
      } catch (error) {
        // Another may have found a better one meanwhile.
        if (this.#best === at) this.#best = (at + 1) % this.#urls.length;
        if (tried >= this.#urls.length) throw error;
      }
    }
  }
}

/** Where several hosts are named, which `URL` does not know; `hosts` is empty where it is the socket. */
export function partsOf(url: string): { before: string; hosts: string; after: string } {
  const [, before = "", hosts = "", after = ""] = /^(\w+:\/\/(?:[^/?]*@)?)([^/?]*)(.*)$/s.exec(url) ?? [];
  return { before, hosts, after };
}
