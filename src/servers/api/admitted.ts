import type { FastifyRequest } from "fastify";
import { readTarget } from "#protocols/http/request-target.ts";
import type { Claim } from "./auth/authenticator.ts";
import type { Incoming } from "./auth/incoming.ts";
import { dialectOf } from "./dialects/choose-dialect.ts";
import type { Dialect } from "./dialects/dialect.ts";
import type { Observed } from "./observe-requests.ts";

/** What is known about a request once its head was read and accepted. */
export interface Admitted {
  readonly incoming: Incoming;
  readonly dialect: Dialect;
  /** Undefined where also a stranger is answered. */
  readonly claim: Claim | undefined;
}

declare module "fastify" {
  interface FastifyRequest {
    admitted: Admitted | undefined;
    /** What the call turned out to be about, for the log. */
    resourceId: string | undefined;
    observed: Observed | undefined;
  }
}

/** For answers to requests that were refused before they were admitted. */
export function dialectOfRequest(request: FastifyRequest): Dialect {
  return (
    request.admitted?.dialect ??
    dialectOf(request.headers.authorization, readTarget(request.originalUrl).query)
  );
}

export function admittedOf(request: FastifyRequest): Admitted {
  if (request.admitted === undefined) throw new Error(`${request.url} was handled before it was admitted.`);
  return request.admitted;
}
