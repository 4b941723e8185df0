import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** What the provider tells of somebody. */
export type Claims = Readonly<Record<string, string | boolean>>;

const client = { id: "signet", secret: "what the provider and Signet know" };

/** An OpenID provider on loopback, where people sign in by their names alone. */
export class OpenidProvider implements AsyncDisposable {
  readonly issuer: string;
  /** By the name that they sign in with. */
  readonly people = new Map<string, Claims>();
  readonly #server: Server;
  readonly #options: Required<OpenidProviderOptions>;

  private constructor(server: Server, options: Required<OpenidProviderOptions>) {
    this.#server = server;
    this.#options = options;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(options: OpenidProviderOptions = {}): Promise<OpenidProvider> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new OpenidProvider(server, {
      inIdToken: false,
      onlyIfAsked: [],
      authentication: "client_secret_basic",
      ...options,
    });
  }

  get settings() {
    const isSecret = this.#options.authentication !== "none";
    return {
      SIGNET_AUTH: "required",
      SIGNET_OIDC: this.issuer,
      SIGNET_OIDC_CLIENT_ID: client.id,
      ...(isSecret ? { SIGNET_OIDC_CLIENT_SECRET: client.secret } : {}),
      SIGNET_OIDC_NAME: "Example ID",
    };
  }

  /** Knows Signet from now on: where it is is not known before it has been started. */
  register(signetUrl: string): void {
    const { authentication, inIdToken, onlyIfAsked } = this.#options;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: client.id,
          ...(authentication === "none" ? {} : { client_secret: client.secret }),
          token_endpoint_auth_method: authentication,
          redirect_uris: [`${signetUrl}/sign-in`],
        },
      ],
      clientAuthMethods: [authentication],
      claims: { email: ["email", "email_verified"], profile: ["preferred_username"] },
      conformIdTokenClaims: !inIdToken,
      cookies: { keys: ["a key of a test"] },
      findAccount: (_context: unknown, id: string) => {
        const claims = this.people.get(id);
        if (claims === undefined) return undefined;
        const told = (use: "id_token" | "userinfo") =>
          Object.entries(claims).filter(([name]) => use === "userinfo" || !onlyIfAsked.includes(name));
        return {
          accountId: id,
          claims: (use: "id_token" | "userinfo") => ({ sub: id, ...Object.fromEntries(told(use)) }),
        };
      },
    });
    this.#server.on("request", provider.callback());
  }

  /** Goes the way of a browser, by the forms that the provider shows. Answers where it is sent in the end. */
  async visit(url: string, name: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next: { url: URL; form?: URLSearchParams } = { url: new URL(url) };
    for (let steps = 0; steps < 10; steps++) {
      const answer = await fetch(next.url, {
        redirect: "manual",
        headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; ") },
        ...(next.form === undefined ? {} : { method: "POST", body: next.form }),
      });
      for (const set of answer.headers.getSetCookie()) {
        const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        cookies.set(key, value);
      }
      const location = answer.headers.get("location");
      if (location === null) {
        const page = await answer.text();
        const [, prompt] = /name="prompt" value="(login|consent)"/.exec(page) ?? [];
        assert.ok(prompt, page);
        next = { url: next.url, form: new URLSearchParams({ prompt, login: name, password: "any" }) };
        continue;
      }
      const target = new URL(location, next.url);
      if (target.origin !== this.issuer) return target;
      next = { url: target };
    }
    throw new Error("The provider leads nowhere.");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

interface OpenidProviderOptions {
  /** Whether the ID token holds what is told of a person; otherwise it has to be asked for. */
  readonly inIdToken?: boolean;
  /** What it does not hold even then. */
  readonly onlyIfAsked?: readonly string[];
  readonly authentication?: "client_secret_basic" | "client_secret_post" | "none";
}
