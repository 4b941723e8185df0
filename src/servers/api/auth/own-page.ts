import { timingSafeEqual } from "node:crypto";
import { isLoopback } from "#platform/client-network.ts";
import { CallerError } from "#platform/errors.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import { isLoopbackHost, isSesHost, withoutPort } from "./host.ts";
import type { Incoming } from "./incoming.ts";

/**
 * A request that proves nothing is let in because it comes from this machine. So would one that a web page makes the
 * browser on this machine send: from another origin (the simple requests that need no preflight), or from a name that
 * was pointed here after the page was loaded (DNS rebinding). Both are refused, and so is whoever says `localhost` to a
 * proxy on this machine, from elsewhere.
 *
 * @throws CallerError `wrong-origin`.
 */
export function refuseForeignPages(request: Incoming, publicUrl: URL | undefined): void {
  const { host, remoteAddress } = request;
  if (!isLoopback(remoteAddress) && (isLoopbackHost(host) || !isPublicHost(host, publicUrl))) {
    throw new CallerError(
      "wrong-origin",
      `Without credentials this API is open to this machine only, and a proxy on it asks for ${remoteAddress}. ` +
        "Set SIGNET_PUBLIC_URL to what is asked for there, or send an API key ('signet keys create --api').",
    );
  }
  if (!isOwnHost(host, publicUrl)) {
    throw new CallerError(
      "wrong-origin",
      `Without credentials this API is open to this machine only, by the name localhost or 127.0.0.1, and not to '${host.slice(0, 253)}'. ` +
        "Use one of these names, or send an API key ('signet keys create --api').",
    );
  }
  refuseOriginsBut(
    [publicUrl?.origin, ...(isLoopbackHost(host) ? [`http://${host}`, `https://${host}`] : [])],
    request,
  );
}

/**
 * Refuses what a page of another origin makes a browser send, as far as browsers say so.
 *
 * @throws CallerError `wrong-origin`.
 */
export function refuseOtherOrigins(request: Incoming, publicUrl: URL | undefined): void {
  const { host } = request;
  refuseOriginsBut([publicUrl?.origin, `http://${host}`, `https://${host}`], request);
}

function refuseOriginsBut(own: readonly (string | undefined)[], { headers }: Incoming): void {
  const origin = findHeader(headers, "origin");
  const isOwnOrigin = origin === undefined || (origin.count === 1 && own.includes(origin.value));
  const site = findHeader(headers, "sec-fetch-site")?.value ?? "none";
  if (!isOwnOrigin || (site !== "none" && site !== "same-origin")) {
    throw new CallerError(
      "wrong-origin",
      "Web pages of other origins may not call this API. Call it from a program or a server instead.",
    );
  }
}

const harmless = /^(?:GET|HEAD)$/;

/**
 * What changes something has to bring what only a page of ours could read, besides the cookie, which comes by itself.
 *
 * @throws CallerError `access-denied`.
 */
export function refuseForgery({ method, headers }: Incoming, csrfToken: string): void {
  if (harmless.test(method)) return;
  const given = Buffer.from(findHeader(headers, "signet-csrf-token")?.value ?? "");
  const right = Buffer.from(csrfToken);
  if (given.length === right.length && timingSafeEqual(given, right)) return;
  throw new CallerError(
    "access-denied",
    "A request with a session's cookie needs its csrf_token in the header signet-csrf-token.",
  );
}

/** Whether a name can only be ours: no page that was loaded from it was loaded from somebody else. */
export function isOwnHost(host: string, publicUrl: URL | undefined): boolean {
  return isPublicHost(host, publicUrl) || isLoopbackHost(host) || isSesHost(host);
}

function isPublicHost(host: string, publicUrl: URL | undefined): boolean {
  return publicUrl !== undefined && withoutPort(host) === publicUrl.hostname;
}
