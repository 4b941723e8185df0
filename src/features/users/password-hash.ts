import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { CallerError } from "#platform/errors.ts";
import type { Random } from "#platform/random.ts";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;

/** Each takes a thread and 19 MiB for 70 ms. Who wants more than wait in line is trying something. */
const mostWaiting = 32;

const derive = promisify(argon2);

/** Hashes passwords, a few at a time. What is kept is a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export class PasswordHasher {
  readonly #random: Random;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  async hash(password: string): Promise<string> {
    const salt = this.#random.bytes(saltBytes);
    return write(cost, salt, await this.#derive(password, salt, cost));
  }

  /** Where there is no hash, as much work is done as if there were one: nobody learns from the time whose names are known. */
  async matches(password: string, kept: string | undefined): Promise<boolean> {
    const { salt, hash, ...costs } = kept === undefined ? this.#nobodys() : read(kept);
    const given = await this.#derive(password, salt, costs);
    return timingSafeEqual(given, hash) && kept !== undefined;
  }

  #nobodys() {
    return { ...cost, salt: this.#random.bytes(saltBytes), hash: this.#random.bytes(hashBytes) };
  }

  /** One after another: hashing is made to take memory. Throws `too-many-requests`. */
  async #derive(password: string, salt: Uint8Array, costs: typeof cost): Promise<Uint8Array> {
    if (this.#waiting >= mostWaiting) {
      throw new CallerError("too-many-requests", "Too many are signing in at this moment.");
    }
    this.#waiting += 1;
    const message = Buffer.from(password.normalize("NFKC"));
    const derived = this.#last.then(
      async () => await derive("argon2id", { message, nonce: salt, tagLength: hashBytes, ...costs }),
    );
    this.#last = derived.catch(() => {});
    try {
      return await derived;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function write({ memory, passes, parallelism }: typeof cost, salt: Uint8Array, hash: Uint8Array): string {
  const parts = [salt, hash].map((bytes) => Buffer.from(bytes).toString("base64").replaceAll("=", ""));
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${parts.join("$")}`;
}

function read(kept: string) {
  const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;
  const [, memory, passes, parallelism, salt = "", hash = ""] = form.exec(kept) ?? [];
  if (memory === undefined) throw new Error("A password's hash is not in the form that is written here.");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}
