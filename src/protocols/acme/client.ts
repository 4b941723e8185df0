import type { KeyObject } from "node:crypto";
import type { Got, GuardedRequest } from "#protocols/http/guarded-request.ts";
import { type ExternalAccount, externalBinding, signedRequest } from "./jws.ts";
import { AcmeFailure, readProblem } from "./problem.ts";
import {
  type Authorization,
  type Directory,
  type Order,
  readAuthorization,
  readDirectory,
  readOrder,
} from "./resources.ts";
import { retryAt } from "./retry-after.ts";

type Answer = Extract<Got, { kind: "answered" }>;

interface AcmeClientOptions {
  readonly directory: string;
  /** An EC one, on P-256. */
  readonly key: KeyObject;
  /** Whom the authority may write to. */
  readonly contact: string | undefined;
  readonly externalAccount: ExternalAccount | undefined;
  readonly ask: (url: string, request: GuardedRequest) => Promise<Got>;
  readonly now: () => number;
}

/** Something that is not done yet, and when it may be asked for again. */
interface Waiting {
  readonly retryAt: number | undefined;
}

const userAgent = "Signet";
/** RFC 8555 §6.5: a nonce may have grown old; another one may grow old as fast. */
const mostTries = 8;

/** An account with an authority that speaks ACME (RFC 8555). All it does throws `AcmeFailure` where it cannot be done. */
export class AcmeClient {
  readonly #options: AcmeClientOptions;
  readonly #directory: Directory;
  #account: string | undefined;
  /** From the latest answer. */
  #nonce: string | undefined;

  private constructor(options: AcmeClientOptions, directory: Directory) {
    this.#options = options;
    this.#directory = directory;
  }

  /** Finds the account of the key, or opens one: the holder has agreed to the authority's terms. */
  static async open(options: AcmeClientOptions): Promise<AcmeClient> {
    const got = answered(await options.ask(options.directory, requestOf("GET", "")), options.directory);
    if (got.status !== 200) throw failureOf(got, options.now());
    const client = new AcmeClient(options, readDirectory(documentIn(got)));
    client.#account = await client.#openAccount();
    return client;
  }

  async newOrder(names: readonly string[]): Promise<{ readonly url: string; readonly order: Order }> {
    const identifiers = names.map((value) => ({ type: "dns", value }));
    const answer = await this.#post(this.#directory.newOrder, { identifiers });
    return { url: locationIn(answer), order: readOrder(documentIn(answer)) };
  }

  async order(url: string): Promise<Order & Waiting> {
    const answer = await this.#post(url, "");
    return { ...readOrder(documentIn(answer)), retryAt: this.#retryAt(answer) };
  }

  async authorization(url: string): Promise<Authorization & Waiting> {
    const answer = await this.#post(url, "");
    return { ...readAuthorization(documentIn(answer)), retryAt: this.#retryAt(answer) };
  }

  /** Says that a challenge is met: the authority may look. */
  async respond(challengeUrl: string): Promise<void> {
    await this.#post(challengeUrl, {});
  }

  /** Asks for the certificate of an order whose names are proven. `request` is one of PKCS #10, in DER. */
  async finalize({ finalize }: Pick<Order, "finalize">, request: Buffer): Promise<Order> {
    const answer = await this.#post(finalize, { csr: request.toString("base64url") });
    return readOrder(documentIn(answer));
  }

  /** The certificate with those that vouch for it, in PEM. */
  async certificate(url: string): Promise<string> {
    const answer = await this.#post(url, "", "application/pem-certificate-chain");
    if (!answer.isWhole) throw new AcmeFailure("The certificate is longer than any is.");
    return answer.body;
  }

  async #openAccount(): Promise<string> {
    const { key, contact, externalAccount } = this.#options;
    const { newAccount, needsExternalAccount } = this.#directory;
    if (needsExternalAccount && externalAccount === undefined) {
      throw new AcmeFailure("The authority serves only those who have an account with it otherwise.", {
        type: "externalAccountRequired",
      });
    }
    const answer = await this.#post(newAccount, {
      termsOfServiceAgreed: true,
      ...(contact === undefined ? {} : { contact: [`mailto:${contact}`] }),
      ...(externalAccount && { externalAccountBinding: externalBinding(key, externalAccount, newAccount) }),
    });
    return locationIn(answer);
  }

  async #post(url: string, payload: object | "", accept?: string): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const header = { url, nonce: await this.#takeNonce(), kid: this.#account };
      const body = JSON.stringify(signedRequest(this.#options.key, header, payload));
      const answer = answered(await this.#options.ask(url, requestOf("POST", body, accept)), url);
      this.#nonce = nonceIn(answer);
      if (answer.status >= 200 && answer.status < 300) return answer;
      const failure = failureOf(answer, this.#options.now());
      if (failure.type !== "badNonce" || tries === mostTries) throw failure;
    }
  }

  async #takeNonce(): Promise<string> {
    const kept = this.#nonce;
    this.#nonce = undefined;
    if (kept !== undefined) return kept;
    const { newNonce } = this.#directory;
    const nonce = nonceIn(answered(await this.#options.ask(newNonce, requestOf("GET", "")), newNonce));
    if (nonce === undefined) throw new AcmeFailure("The authority gives out no nonce.");
    return nonce;
  }

  #retryAt({ headers }: Answer): number | undefined {
    return retryAt(headers["retry-after"], this.#options.now());
  }
}

function requestOf(method: "GET" | "POST", body: string, accept = "application/json"): GuardedRequest {
  const type = method === "POST" ? { "content-type": "application/jose+json" } : {};
  return { method, headers: { ...type, accept, "user-agent": userAgent }, body };
}

function answered(got: Got, url: string): Answer {
  if (got.kind === "answered") return got;
  throw new AcmeFailure(`${URL.parse(url)?.host} could not be asked: ${got.reason}`);
}

function documentIn({ body, isWhole }: Answer): unknown {
  try {
    if (isWhole) return JSON.parse(body);
  } catch {
    // Said below.
  }
  throw new AcmeFailure("The authority's answer is no JSON, or longer than any answer is.");
}

function failureOf(answer: Answer, now: number): AcmeFailure {
  const problem = /\bjson$/.test(answer.mediaType) ? readProblem(parsed(answer)) : undefined;
  const at = retryAt(answer.headers["retry-after"], now);
  return new AcmeFailure(problem?.detail ?? `The authority answered ${answer.status}.`, {
    ...(problem && { type: problem.type }),
    ...(at !== undefined && { retryAt: at }),
  });
}

function parsed({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function nonceIn({ headers }: Answer): string | undefined {
  const nonce = headers["replay-nonce"];
  // RFC 8555 §6.5.1.
  return typeof nonce === "string" && /^[A-Za-z0-9_-]{1,1000}$/.test(nonce) ? nonce : undefined;
}

function locationIn({ headers: { location } }: Answer): string {
  if (location !== undefined && location.length <= 2_000 && URL.canParse(location)) return location;
  throw new AcmeFailure("The authority does not say where what was made is.");
}
