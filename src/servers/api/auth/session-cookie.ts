import { findHeader } from "#protocols/sigv4/request.ts";
import type { Incoming } from "./incoming.ts";

const tokenForm = /^[\w-]{43}$/;

/** The cookie that a session is in. Scripts cannot read it, and no other site makes a browser send it. */
export class SessionCookie {
  readonly #isSecure: boolean;

  /** @param publicUrl where it is https, the cookie goes over nothing else. */
  constructor(publicUrl: URL | undefined) {
    this.#isSecure = publicUrl?.protocol === "https:";
  }

  tokenIn({ headers }: Pick<Incoming, "headers">): string | undefined {
    const text = findHeader(headers, "cookie")?.value ?? "";
    const tokens = text
      .split(";")
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#name}=`))
      .map((pair) => pair.slice(this.#name.length + 1));
    // Two of a name: one of them is somebody else's.
    const [token, ...others] = tokens;
    return token !== undefined && others.length === 0 && tokenForm.test(token) ? token : undefined;
  }

  set(token: string, lifetimeSeconds: number): string {
    return this.#write(token, lifetimeSeconds);
  }

  clear(): string {
    return this.#write("", 0);
  }

  /** The prefix is a promise that browsers keep: no other host, and nobody on the way, has set it (RFC 6265bis §4.1.3). */
  get #name(): string {
    return this.#isSecure ? "__Host-signet-session" : "signet-session";
  }

  #write(value: string, seconds: number): string {
    const secure = this.#isSecure ? "; Secure" : "";
    return `${this.#name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
  }
}
