/** Where PostgreSQL may be: the hosts that its URL names, of which one at a time can be written to. */
export class Places {
  readonly #urls: readonly string[];
  #best = 0;

  /** `postgres://user:password@first:5432,second:5432/mail`, as libpq has it. */
  constructor(url: string) {
    this.#urls = urlsIn(url).map(proving);
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

/** One for each host that is named. */
export function urlsIn(url: string): string[] {
  const { before, hosts, after } = partsOf(url);
  return hosts.split(",").map((host) => `${before}${host}${after}`);
}

/** What the driver takes these for as well, but not without a word about it: the server has to prove who it is. */
function proving(url: string): string {
  if (/[?&]uselibpqcompat=true/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

/** Where several hosts are named, which `URL` does not know; `hosts` is empty where it names none: it is a socket, or the driver's default. */
export function partsOf(url: string): { before: string; hosts: string; after: string } {
  const [, before = "", hosts = "", after = ""] = /^(\w+:\/\/(?:[^/?]*@)?)([^/?]*)(.*)$/s.exec(url) ?? [];
  return { before, hosts, after };
}
