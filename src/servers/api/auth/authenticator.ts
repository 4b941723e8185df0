import { localAccount } from "#features/access-keys/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError, type Problem } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { SignatureError, type SignatureFault } from "#protocols/sigv4/fault.ts";
import { readHeaderSignature, readQuerySignature } from "#protocols/sigv4/read-signature.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import type { Signature } from "#protocols/sigv4/signature.ts";
import { checkTime, Verifier } from "#protocols/sigv4/verify.ts";
import { isPresigned } from "#servers/api/dialects/choose-dialect.ts";
import { type Caller, personOf } from "./caller.ts";
import { chosenRegion } from "./chosen-region.ts";
import type { Credentials } from "./credentials.ts";
import { regionOfHost } from "./host.ts";
import type { Incoming } from "./incoming.ts";
import { refuseForeignPages, refuseForgery, refuseOtherOrigins } from "./own-page.ts";
import { SessionCookie } from "./session-cookie.ts";
import { signedRegion } from "./signed-region.ts";

export interface AuthenticatorOptions {
  /** `open`: who proves nothing is the local account. `required`: only known keys. A known key is always checked. */
  readonly mode: "open" | "required";
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly defaultRegion: string;
  /** Whether a region is served by this cell. Left out: every one is. */
  serves?(region: string): boolean;
  /** Throws where it is not. */
  requireServed?(region: string): void;
  readonly publicUrl?: URL;
}

/** What a request's head says about its sender. A signature in it is still to be proven, for it covers the body. */
export interface Claim {
  readonly caller: Caller;
  readonly unproven?: { readonly signature: Signature; readonly secret: string };
}

export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #verifier = new Verifier();

  readonly #cookie: SessionCookie;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.#cookie = new SessionCookie(options.publicUrl);
  }

  /**
   * Everything that can be said before the body is read, so that strangers cannot make us hold theirs in memory.
   *
   * @throws CallerError with the problem, in AWS's words where they are known.
   */
  async identify(request: Incoming): Promise<Claim> {
    const claim = await this.#identify(request);
    this.#options.requireServed?.(claim.caller.owner.region);
    return claim;
  }

  /** Whether the credentials of a request that was let in some time ago have been neither revoked nor ended. */
  async isInForce(request: Incoming, { by }: Caller): Promise<boolean> {
    try {
      const { caller } = await this.identify(request);
      // Without its session a request may be nobody's, which open mode lets in.
      return caller.by.kind === by.kind;
    } catch (error) {
      if (!(error instanceof CallerError)) throw error;
      // The key of a signature is looked at before its time, which may have run out since.
      return error.problem === "expired-signature" || error.problem === "unavailable";
    }
  }

  async #identify(request: Incoming): Promise<Claim> {
    const { authorization } = request;
    const presigned = isPresigned(request.query);
    if (presigned && authorization !== undefined) {
      throw new CallerError(
        "incomplete-signature",
        "Sign in the Authorization header or in the query, not in both.",
      );
    }
    if (presigned || authorization?.startsWith("AWS")) return await this.#signed(request);
    if (authorization === undefined || authorization === "") {
      return (await this.#signedIn(request)) ?? this.#nobody(request);
    }
    return await this.#bearer(request, authorization);
  }

  /** @throws CallerError `bad-signature` when the claim's signature is not the one its secret gives. */
  prove({ unproven }: Claim, request: Incoming, body: Uint8Array): void {
    if (unproven === undefined) return;
    try {
      this.#verifier.verify(unproven.signature, request, unproven.secret, body);
      this.#options.credentials.noteUse(unproven.signature.accessKeyId);
    } catch (error) {
      throw asCallerError(error);
    }
  }

  async #signed(request: Incoming): Promise<Claim> {
    const signature = readSignature(request);
    const region = signedRegion(signature, regionOfHost(request.host), this.#options);
    const key = await this.#options.credentials.findAccessKey(signature.accessKeyId);
    if (key === undefined && this.#options.mode === "open") {
      refuseForeignPages(request, this.#options.publicUrl);
      return { caller: callerOf(request, { account: localAccount, region }, { kind: "local" }) };
    }
    if (key === undefined || key.revoked) {
      throw invalidToken("no such access key is in force here; 'signet keys create' makes one.");
    }
    // We hand out no temporary credentials, so whatever token comes with a key of ours is not one of ours.
    if (signature.hasSessionToken) {
      throw invalidToken("the keys of this service come without a session token (AWS_SESSION_TOKEN).");
    }
    try {
      checkTime(signature, this.#options.clock.now());
    } catch (error) {
      throw asCallerError(error);
    }
    return {
      caller: callerOf(
        request,
        { account: key.account, region },
        { kind: "access-key", id: signature.accessKeyId, scope: key.scope },
      ),
      unproven: { signature, secret: key.secret },
    };
  }

  /** A cookie comes with whatever makes a browser ask, so the page that asks must show that it is ours. */
  async #signedIn(request: Incoming): Promise<Claim | undefined> {
    const token = this.#cookie.tokenIn(request);
    const session = token === undefined ? undefined : await this.#options.credentials.findSession(token);
    if (session === undefined) return undefined;
    refuseOtherOrigins(request, this.#options.publicUrl);
    refuseForgery(request, session.csrfToken);
    const owner = { account: session.account, region: this.#region(request) };
    return { caller: callerOf(request, owner, personOf(session)) };
  }

  #nobody(request: Incoming): Claim {
    if (this.#options.mode === "required") {
      refuseOtherOrigins(request, this.#options.publicUrl);
      throw new CallerError(
        "missing-credentials",
        "Missing Authentication Token: send an API key as 'Authorization: Bearer …'; 'signet keys create --api' makes one.",
      );
    }
    refuseForeignPages(request, this.#options.publicUrl);
    const owner = { account: localAccount, region: this.#region(request) };
    return { caller: callerOf(request, owner, { kind: "local" }) };
  }

  async #bearer(request: Incoming, authorization: string): Promise<Claim> {
    const token = /^Bearer +([\w.~+/-]{1,200}=*)$/i.exec(authorization)?.[1];
    const key = token === undefined ? undefined : await this.#options.credentials.findApiKey(token);
    if (key !== undefined) {
      this.#options.credentials.noteUse(key.id);
      const owner = { account: key.account, region: this.#region(request) };
      return { caller: callerOf(request, owner, { kind: "api-key", id: key.id, scope: key.scope }) };
    }
    throw new CallerError(
      "unknown-api-key",
      token === undefined
        ? "The Authorization header must be 'Bearer <API key>' or a signature by AWS's SigV4 or SigV4a."
        : "There is no such API key, or it was revoked. 'signet keys create --api' makes one.",
    );
  }

  #region(request: Incoming): string {
    return chosenRegion(request) ?? regionOfHost(request.host) ?? this.#options.defaultRegion;
  }
}

function callerOf({ remoteAddress, secure, headers }: Incoming, owner: Owner, by: Caller["by"]): Caller {
  return { owner, by, sourceIp: remoteAddress, secure, userAgent: findHeader(headers, "user-agent")?.value };
}

/** Of a call of the older API, which is posted to `/`, SES takes a signature for its host's name too; others sign so for it. STS is asked there as well. */
function readSignature(request: Incoming): Signature {
  const services = request.path === "/" ? (["ses", "email", "sts"] as const) : (["ses"] as const);
  try {
    return request.authorization === undefined
      ? readQuerySignature(request, services)
      : readHeaderSignature(request.authorization, request, services);
  } catch (error) {
    throw asCallerError(error);
  }
}

/** SES's own words leave out which of two things is wrong. */
function invalidToken(reason: string): CallerError {
  return new CallerError(
    "unknown-access-key",
    `The security token included in the request is invalid: ${reason}`,
  );
}

const problemOf = {
  incomplete: "incomplete-signature",
  "wrong-scope": "wrong-scope",
  expired: "expired-signature",
  mismatch: "bad-signature",
} satisfies Record<SignatureFault, Problem>;

function asCallerError(error: unknown): unknown {
  return error instanceof SignatureError ? new CallerError(problemOf[error.fault], error.message) : error;
}
