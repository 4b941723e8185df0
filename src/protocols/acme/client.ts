import type { KeyObject } from "node:crypto";
import { type Answer, type Ask, answered, documentIn, failureOf, openDocument, requestOf } from "./answer.ts";
import { type ExternalAccount, externalBinding, signedRequest } from "./jws.ts";
import { AcmeFailure } from "./problem.ts";
import { renewalName } from "./renewal-info.ts";
import {
  type Authorization,
  type Directory,
  type Order,
  readAuthorization,
  readDirectory,
  readOrder,
} from "./resources.ts";
import { retryAt } from "./retry-after.ts";

interface AcmeClientOptions {
  readonly directory: string;
  /** An EC one, on P-256. */
  readonly key: KeyObject;
  /** Whom the authority may write to. */
  readonly contact: string | undefined;
  readonly externalAccount: ExternalAccount | undefined;
  readonly ask: Ask;
  readonly now: () => number;
}

/** Something that is not done yet, and when it may be asked for again. */
interface Waiting {
  readonly retryAt: number | undefined;
}

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
    const client = new AcmeClient(options, readDirectory(await openDocument(options.directory, options)));
    client.#account = await client.#openAccount();
    return client;
  }

  /** Answers the order's URL. `replaces`: a certificate in PEM that is renewed, which the authority is told of where it asks for that (RFC 9773 §5). */
  async newOrder(names: readonly string[], replaces?: string): Promise<string> {
    const { newOrder, renewalInfo } = this.#directory;
    const identifiers = names.map((value) => ({ type: "dns", value }));
    const renewed = renewalInfo && replaces && renewalName(replaces);
    const answer = await this.#post(newOrder, { identifiers, ...(renewed && { replaces: renewed }) }).catch(
      async (error: unknown) => {
        // It may have been replaced by an order that came to nothing, or the authority may not know it.
        const { type } = error as AcmeFailure;
        if (!renewed || (type !== "alreadyReplaced" && type !== "malformed")) throw error;
        return await this.#post(newOrder, { identifiers });
      },
    );
    return locationIn(answer);
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
  async finalize({ finalize }: Pick<Order, "finalize">, request: Buffer): Promise<void> {
    await this.#post(finalize, { csr: request.toString("base64url") });
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
    const nonce = nonceIn(answered(await this.#options.ask(newNonce, requestOf("GET")), newNonce));
    if (nonce === undefined) throw new AcmeFailure("The authority gives out no nonce.");
    return nonce;
  }

  #retryAt({ headers }: Answer): number | undefined {
    return retryAt(headers["retry-after"], this.#options.now());
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
