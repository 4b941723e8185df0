import assert from "node:assert/strict";
import { createHash, randomBytes, type webcrypto } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dayMs } from "#platform/clock.ts";
import { type Binding, readJws, thumbprintOf } from "./acme-jws.ts";
import { textsBehind } from "./acme-look.ts";
import { documentOf, type Problem, Refusal } from "./acme-problem.ts";
import { LoopbackServer } from "./loopback-server.ts";
import { ServerAuthority } from "./server-authority.ts";

/** What a client asks for. */
type Errand =
  | "directory"
  | "account"
  | "order"
  | "look"
  | "challenge"
  | "finalize"
  | "certificate"
  | "renewal";

interface Proof {
  readonly name: string;
  readonly token: string;
  /** Pending until somebody has asked for it after the look, as with Let's Encrypt. */
  status: "pending" | "valid" | "invalid";
  seen?: "valid" | "invalid";
  error?: Problem;
}

interface KeptOrder {
  readonly names: readonly string[];
  readonly proofs: readonly Proof[];
  readonly account: string;
  status: "pending" | "ready" | "processing" | "valid" | "invalid";
  certificate?: string;
}

interface Options {
  readonly now: () => number;
  /** Name servers (`host:port`) that are asked for the proofs, one after the other. */
  readonly nameServers: () => readonly string[];
  readonly binding?: Binding;
}

/** An authority as RFC 8555 describes one: it takes what is signed, once, and looks at the DNS before it vouches for anybody. */
export class AcmeServer implements AsyncDisposable {
  readonly authority: ServerAuthority;
  readonly orders: KeptOrder[] = [];
  /** What was asked for, in turn. */
  readonly errands: Errand[] = [];
  readonly contacts: unknown[] = [];
  /** Which certificates were said to be replaced. */
  readonly replaced: unknown[] = [];
  /** When certificates are to be renewed (RFC 9773); undefined: that is not said. */
  window: { readonly start: Date; readonly end: Date } | undefined;
  lifeMs = 90 * dayMs;
  /** Answers an errand otherwise, or waits before it is answered. */
  before: (errand: Errand) => Problem | undefined | Promise<Problem | undefined> = () => undefined;
  /** How often an order is still being processed when it is looked at. */
  slowness = 0;
  readonly #http: LoopbackServer;
  readonly #options: Options;
  readonly #nonces = new Set<string>();
  readonly #accounts = new Map<string, webcrypto.JsonWebKey>();

  private constructor(http: LoopbackServer, authority: ServerAuthority, options: Options) {
    this.#http = http;
    this.authority = authority;
    this.#options = options;
    http.answer(async (request, body, response) => await this.#answer(request, body, response));
  }

  static async start(options: Options): Promise<AcmeServer> {
    return new AcmeServer(await LoopbackServer.start(), await ServerAuthority.found(), options);
  }

  get directory(): string {
    return `${this.#http.url}/directory`;
  }

  /** Forgets the nonces that it handed out, as authorities do. */
  forgetNonces(): void {
    this.#nonces.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http[Symbol.asyncDispose]();
  }

  async #answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString("base64url");
    this.#nonces.add(nonce);
    response.setHeader("replay-nonce", nonce);
    try {
      const { status = 200, location, retryAfter, content } = await this.#dispatch(request, body);
      if (location !== undefined) response.setHeader("location", `${this.#http.url}${location}`);
      if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
      const isText = typeof content === "string";
      response.writeHead(status, {
        "content-type": isText ? "application/pem-certificate-chain" : "application/json",
      });
      response.end(isText ? content : JSON.stringify(content));
    } catch (error) {
      const problem: Problem =
        error instanceof Refusal ? error.problem : { type: "malformed", detail: String(error) };
      if (problem.retryAfter !== undefined) response.setHeader("retry-after", problem.retryAfter);
      response.writeHead(problem.status ?? 400, { "content-type": "application/problem+json" });
      response.end(JSON.stringify(documentOf(problem)));
    }
  }

  async #dispatch(request: IncomingMessage, body: Buffer): Promise<Answered> {
    const path = request.url ?? "";
    if (path === "/nonce") return { status: 204, content: "" };
    const [, kind = "", at = "", action = ""] = path.split("/");
    const errand = action === "finalize" ? "finalize" : errands[kind];
    assert.ok(errand, `nothing is at ${path}`);
    this.errands.push(errand);
    const problem = await this.before(errand);
    if (problem !== undefined) throw new Refusal(problem);
    if (kind === "directory") return { content: this.#directoryDocument() };
    if (kind === "renewal") {
      assert.ok(this.authority.made.includes(at), "there is no such certificate");
      return { content: { suggestedWindow: this.window } };
    }
    assert.equal(request.headers["content-type"], "application/jose+json");
    const known = (account: string) => this.#accounts.get(account);
    const signed = readJws(body, { url: `${this.#http.url}${path}`, known, mayBeNew: kind === "account" });
    if (!this.#nonces.delete(signed.nonce)) {
      throw new Refusal({ type: "badNonce", detail: "That nonce was used, or never given." });
    }
    if (kind === "account") return this.#account(signed.jwk, signed.payload as Account);
    return await this.#resource({ kind, at: Number(at), action }, signed);
  }

  async #resource(
    { kind, at, action }: { readonly kind: string; readonly at: number; readonly action: string },
    { account, jwk, payload }: { account: string; jwk: webcrypto.JsonWebKey; payload: unknown },
  ): Promise<Answered> {
    if (kind === "new-order") return this.#newOrder(account, payload as Wanted);
    const order = this.orders[at];
    assert.equal(order?.account, account, "that order is somebody else's");
    const proof = order.proofs[Number(action)];
    switch (kind) {
      case "order":
        if (action === "finalize") await this.#finalize(order, payload as { csr: string });
        else if (order.status === "processing" && this.slowness-- <= 0) order.status = "valid";
        return { content: this.#orderDocument(at, order), retryAfter: "7" };
      case "authorization":
        assert.ok(proof);
        try {
          return { content: this.#authorizationDocument(at, Number(action), proof), retryAfter: "2" };
        } finally {
          settle(order, proof);
        }
      case "challenge":
        assert.ok(proof && proof.seen === undefined, "the challenge was answered before");
        await this.#look(proof, jwk);
        return { content: this.#challengeDocument(at, Number(action), proof) };
      default:
        assert.ok(order.certificate);
        return { content: order.certificate };
    }
  }

  #account(
    jwk: webcrypto.JsonWebKey,
    { termsOfServiceAgreed, contact, externalAccountBinding }: Account,
  ): Answered {
    const id = thumbprintOf(jwk);
    const status = this.#accounts.has(id) ? 200 : 201;
    assert.equal(termsOfServiceAgreed, true);
    this.#options.binding?.verify(externalAccountBinding, jwk, `${this.#http.url}/account`);
    this.#accounts.set(id, jwk);
    this.contacts.push(contact);
    return { status, location: `/account/${id}`, content: { status: "valid" } };
  }

  #newOrder(account: string, { identifiers, replaces }: Wanted): Answered {
    if (replaces !== undefined) this.replaced.push(replaces);
    const names = identifiers.map(({ value }) => value);
    const proofs = names.map((name) => ({ name, token: randomBytes(24).toString("base64url"), status }));
    const order: KeptOrder = { names, proofs, account, status };
    const at = this.orders.push(order) - 1;
    return { status: 201, location: `/order/${at}`, content: this.#orderDocument(at, order) };
  }

  /** RFC 8555 §8.4. */
  async #look(proof: Proof, jwk: webcrypto.JsonWebKey): Promise<void> {
    const expected = createHash("sha256")
      .update(`${proof.token}.${thumbprintOf(jwk)}`)
      .digest("base64url");
    const name = `_acme-challenge.${proof.name.replace(/^\*\./, "")}`;
    const texts = await textsBehind(name, this.#options.nameServers);
    proof.seen = texts.includes(expected) ? "valid" : "invalid";
    if (proof.seen === "valid") return;
    const detail = `Of the texts at _acme-challenge.${proof.name} none is the proof: ${texts.join(", ")}`;
    proof.error = { type: "unauthorized", detail };
  }

  async #finalize(order: KeptOrder, { csr }: { csr: string }): Promise<void> {
    if (order.status !== "ready") throw new Refusal({ type: "orderNotReady", detail: "It is not ready." });
    const request = Buffer.from(csr, "base64url");
    assert.deepEqual((await this.authority.namesIn(request)).toSorted(), order.names.toSorted());
    // The clock of a test may be ahead of its mail programs'.
    const from = this.#options.now() - dayMs;
    order.certificate = await this.authority.certify(request, { from, until: from + this.lifeMs });
    order.status = "processing";
  }

  #directoryDocument(): object {
    const url = this.#http.url;
    return {
      newNonce: `${url}/nonce`,
      newAccount: `${url}/account`,
      newOrder: `${url}/new-order`,
      ...(this.window && { renewalInfo: `${url}/renewal` }),
      meta: { externalAccountRequired: this.#options.binding !== undefined },
    };
  }

  #orderDocument(at: number, { status, proofs, certificate, names }: KeptOrder): object {
    const url = this.#http.url;
    return {
      status,
      identifiers: names.map((value) => ({ type: "dns", value })),
      authorizations: proofs.map((_, index) => `${url}/authorization/${at}/${index}`),
      finalize: `${url}/order/${at}/finalize`,
      ...(certificate !== undefined && status === "valid" && { certificate: `${url}/certificate/${at}` }),
    };
  }

  #authorizationDocument(at: number, index: number, proof: Proof): object {
    return {
      identifier: { type: "dns", value: proof.name },
      status: proof.status,
      challenges: [
        { type: "http-01", url: `${this.#http.url}/nowhere`, token: "x", status: "pending" },
        this.#challengeDocument(at, index, proof),
      ],
    };
  }

  #challengeDocument(at: number, index: number, { token, status, error }: Proof): object {
    const url = `${this.#http.url}/challenge/${at}/${index}`;
    return { type: "dns-01", url, token, status, ...(error && { error: documentOf(error) }) };
  }
}

interface Answered {
  readonly status?: number;
  readonly location?: string;
  readonly retryAfter?: string;
  /** A text is a certificate. */
  readonly content: unknown;
}

interface Account {
  readonly termsOfServiceAgreed: boolean;
  readonly contact?: unknown;
  readonly externalAccountBinding?: unknown;
}

interface Wanted {
  readonly identifiers: readonly { readonly value: string }[];
  readonly replaces?: unknown;
}

const status = "pending" as const;

function settle(order: KeptOrder, proof: Proof): void {
  if (proof.status !== "pending" || proof.seen === undefined) return;
  proof.status = proof.seen;
  if (proof.seen === "invalid") order.status = "invalid";
  else if (order.proofs.every(({ status }) => status === "valid")) order.status = "ready";
}

const errands: Readonly<Record<string, Errand>> = {
  directory: "directory",
  account: "account",
  "new-order": "order",
  order: "look",
  authorization: "look",
  challenge: "challenge",
  certificate: "certificate",
  renewal: "renewal",
};
