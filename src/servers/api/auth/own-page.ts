import { CallerError } from "#platform/errors.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import { isLoopbackHost, isSesHost, withoutPort } from "./host.ts";
import type { Incoming } from "./incoming.ts";

/**
 * A request that proves nothing is let in because it comes from this machine. So would one that a web page makes the
 * browser on this machine send: from another origin (the simple requests that need no preflight), or from a name that
 * was pointed here after the page was loaded (DNS rebinding). Both are refused.
 *
 * @throws CallerError `wrong-origin`.
 */
export function refuseForeignPages(request: Incoming, publicUrl: URL | undefined): void {
  const { host, headers } = request;
  if (!isOwnHost(host, publicUrl)) {
    throw new CallerError(
      "wrong-origin",
      `Requests without known credentials are for this machine, not for '${host.slice(0, 253)}'.`,
    );
  }
  const origin = findHeader(headers, "origin");
  const isOwnOrigin =
    origin === undefined ||
    (origin.count === 1 &&
      (origin.value === publicUrl?.origin || (isLoopbackHost(host) && origin.value === `http://${host}`)));
  const site = findHeader(headers, "sec-fetch-site")?.value ?? "none";
  if (!isOwnOrigin || (site !== "none" && site !== "same-origin")) {
    throw new CallerError("wrong-origin", "Web pages of other origins may not call this API.");
  }
}

/** Whether a name can only be ours: no page that was loaded from it was loaded from somebody else. */
export function isOwnHost(host: string, publicUrl: URL | undefined): boolean {
  const isPublic = publicUrl !== undefined && withoutPort(host) === publicUrl.hostname;
  return isPublic || isLoopbackHost(host) || isSesHost(host);
}
