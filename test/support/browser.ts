// What a browser does with a console: keeps the cookie, and shows that its page is ours.
import assert from "node:assert/strict";
import type { PlainAnswer, World } from "./world.ts";

export interface SessionAnswer {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly password: boolean;
    readonly totp: boolean;
  } | null;
  readonly provider: { readonly name: string; readonly url: string } | null;
  readonly account: string | null;
  readonly csrf_token?: string;
}

export interface Answered extends PlainAnswer {
  readonly headers: Headers;
}

export class Browser {
  readonly #world: World;
  #cookie: string | undefined;
  #csrfToken: string | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  get cookie(): string {
    return this.#cookie ?? "";
  }

  /** As somebody would who got hold of it, or put it there. */
  set cookie(cookie: string) {
    this.#cookie = cookie;
  }

  /** What the page knows of a session that began without `signIn`. */
  set csrfToken(token: string | undefined) {
    this.#csrfToken = token;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answered> {
    const answer = await this.ask(method, path, body, headers);
    return { status: answer.status, headers: answer.headers, ...((await answer.json()) as object) };
  }

  /** Whatever the answer is. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.#world.app.httpUrl}${path}`, {
      method,
      headers: {
        ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
        ...(this.#csrfToken === undefined ? {} : { "signet-csrf-token": this.#csrfToken }),
        "sec-fetch-site": "same-origin",
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const set = answer.headers.get("set-cookie");
    if (set !== null) this.#cookie = set.split(";", 1)[0];
    return answer;
  }

  async signIn(name: string, password: string, code?: string): Promise<Answered> {
    const answer = await this.call("POST", "/signet/v1/session", {
      name,
      password,
      ...(code === undefined ? {} : { code }),
    });
    if (answer.status === 200) this.#csrfToken = (answer.data as SessionAnswer).csrf_token;
    return answer;
  }

  async session(): Promise<SessionAnswer> {
    const answer = await this.call("GET", "/signet/v1/session");
    assert.equal(answer.status, 200);
    return answer.data as SessionAnswer;
  }
}
