import { createHmac } from "node:crypto";
import type { Configuration } from "openid-client";
import { type Clock, hourMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Random } from "#platform/random.ts";
import { type Fault, faultOf } from "./fault.ts";
import { type Ask, fetchThrough } from "./fetch-through.ts";

interface OidcProviderParts {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly providerName: string;
  readonly claim: string;
  /** Where the provider sends people back to, as it is registered there. */
  readonly redirectUri: () => string;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What the provider says of itself may change, and seldom does. */
const knownForMs = hourMs;
/** That it could not be asked. */
const failureKnownForMs = 5 * secondMs;
const mostAtOnce = 10;
const tokenForm = /^[\w-]{43}$/;

/**
 * An OpenID provider (OpenID Connect Core 1.0 §3.1): people prove there who they are. Whoever began here, with the token that they were given,
 * ends here; nothing is kept meanwhile.
 */
export class OidcProvider {
  readonly #parts: OidcProviderParts;
  #known: { at: number; forMs: number; readonly configuration: Promise<Configuration> } | undefined;
  #underWay = 0;

  constructor(parts: OidcProviderParts) {
    this.#parts = parts;
  }

  get name(): string {
    return this.#parts.providerName;
  }

  /** Where people begin, and come back to. */
  get redirectUri(): string {
    return this.#parts.redirectUri();
  }

  /** Where to send a person, and what they have to bring back, with what the provider answers. Throws `unavailable`. */
  async begin(): Promise<{ readonly url: string; readonly token: string }> {
    return await this.#oneOfFew(async () => {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await openidClient();
      const token = Buffer.from(this.#parts.random.bytes(32)).toString("base64url");
      const { state, nonce, codeVerifier } = valuesOf(token);
      const { claim, redirectUri } = this.#parts;
      const url = buildAuthorizationUrl(await this.#configuration(), {
        redirect_uri: redirectUri(),
        scope: claim === "email" ? "openid email" : "openid profile email",
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, token };
    });
  }

  /** Throws `wrong-credentials` for an answer to what whoever has the token did not begin: any page may send people here with one. */
  requireBegun(token: string, answer: string): void {
    if (tokenForm.test(token) && new URLSearchParams(answer).get("state") === valuesOf(token).state) return;
    throw new CallerError(
      "wrong-credentials",
      "This sign-in was not begun here, or is over. Begin it again.",
    );
  }

  /**
   * What the claim says of who has come back. `answer`: the query that the provider sent them back with. Throws `wrong-credentials`,
   * `unavailable`.
   */
  async nameIn(token: string, answer: string): Promise<string> {
    this.requireBegun(token, answer);
    return await this.#oneOfFew(async () => {
      const { authorizationCodeGrant, fetchUserInfo } = await openidClient();
      const { state, nonce, codeVerifier } = valuesOf(token);
      const configuration = await this.#configuration();
      const tokens = await authorizationCodeGrant(configuration, new URL(`${this.redirectUri}?${answer}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("There was no ID token.");
      // Not all providers put into the ID token what they tell when they are asked for it (OpenID Connect Core 1.0 §5.4).
      const isAllThere = this.#needed.every((claim) => claims[claim] !== undefined);
      return this.#nameOf(
        isAllThere || configuration.serverMetadata().userinfo_endpoint === undefined
          ? claims
          : await fetchUserInfo(configuration, tokens.access_token, claims.sub),
      );
    });
  }

  /** Why it cannot be asked; undefined: it can. */
  async faultNow(): Promise<Fault | undefined> {
    return await this.#discover().then(
      () => undefined,
      (error: unknown) => faultOf(error, this.name),
    );
  }

  get #needed(): readonly string[] {
    const { claim } = this.#parts;
    return claim === "email" ? [claim, "email_verified"] : [claim];
  }

  #nameOf(claims: Readonly<Record<string, unknown>>): string {
    const { claim, providerName } = this.#parts;
    const name = claims[claim];
    if (typeof name !== "string" || name === "") {
      throw new CallerError("wrong-credentials", `${providerName} does not say what your ${claim} is.`);
    }
    // Some providers let people write down whatever address they like. Cognito says it in a text.
    if (claim === "email" && claims["email_verified"] !== true && claims["email_verified"] !== "true") {
      throw new CallerError(
        "wrong-credentials",
        `${providerName} does not say that your e-mail address was verified (email_verified).`,
      );
    }
    return name;
  }

  async #configuration(): Promise<Configuration> {
    const { clock } = this.#parts;
    const now = clock.now();
    if (this.#known === undefined || Math.abs(now - this.#known.at) >= this.#known.forMs) {
      // What went wrong is told once, however many ask meanwhile.
      const configuration = this.#discover().catch((error: unknown) => {
        known.at = clock.now();
        known.forMs = failureKnownForMs;
        throw this.#refusalOf(error);
      });
      const known = { at: now, forMs: knownForMs, configuration };
      this.#known = known;
    }
    return await this.#known.configuration;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, ask } = this.#parts;
    const openid = await openidClient();
    return await openid.discovery(
      issuer,
      clientId,
      { [openid.clockTolerance]: 60 },
      // Which of the two it is to be sent in is known only then.
      (server, client, body, headers) => {
        const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
        const authenticate =
          clientSecret === undefined
            ? openid.None()
            : methods.includes("client_secret_basic")
              ? openid.ClientSecretBasic(clientSecret)
              : openid.ClientSecretPost(clientSecret);
        authenticate(server, client, body, headers);
      },
      {
        [openid.customFetch]: fetchThrough(ask),
        execute: [
          openid.enableNonRepudiationChecks,
          ...(issuer.protocol === "http:" ? [openid.allowInsecureRequests] : []),
        ],
      },
    );
  }

  /** Strangers may begin as often as they like; the provider is not to be asked as often. */
  async #oneOfFew<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#underWay >= mostAtOnce) {
      throw new CallerError("too-many-requests", "Too many are signing in at this moment.", [], {
        retryAfterSeconds: 1,
      });
    }
    this.#underWay += 1;
    try {
      return await work();
    } catch (error) {
      throw error instanceof CallerError ? error : this.#refusalOf(error);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** In words for the person; the log has those for the operator. */
  #refusalOf(error: unknown): CallerError {
    const { issuer, log, providerName } = this.#parts;
    const { problem, message, reason } = faultOf(error, providerName);
    log.warn({ issuer: issuer.href, reason }, "the OpenID provider signed nobody in");
    return new CallerError(problem, message);
  }
}

/** Loaded once somebody signs in this way. */
async function openidClient() {
  return await import("openid-client");
}

/** All of them are bound to who began, and none leads to another (RFC 7636 §4.1, OpenID Connect Core 1.0 §15.5.2). */
function valuesOf(token: string) {
  const derive = (purpose: string) => createHmac("sha256", token).update(purpose).digest("base64url");
  return { state: derive("state"), nonce: derive("nonce"), codeVerifier: derive("code verifier") };
}
