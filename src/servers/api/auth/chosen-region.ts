import { CallerError } from "#platform/errors.ts";
import { isRegion } from "#protocols/sigv4/region.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import type { Incoming } from "./incoming.ts";

const ownCalls = "/signet/v1/";

/**
 * The region that a plain request asks for: by the header `signet-region`; where no header can be set (a link, a frame), by the
 * query of our own calls. SES's have no such parameter.
 *
 * @throws CallerError `bad-request` for what is no region.
 */
export function chosenRegion({ headers, path, query }: Incoming): string | undefined {
  const header = findHeader(headers, "signet-region");
  const inQuery = path.startsWith(ownCalls)
    ? (new URLSearchParams(query).get("region") ?? undefined)
    : undefined;
  const region = header?.value ?? inQuery;
  if (region === undefined) return undefined;
  if (isRegion(region) && (header?.count ?? 1) === 1) return region;
  const place = header === undefined ? "region" : "signet-region";
  throw new CallerError("bad-request", `${place} must be one region such as eu-west-1.`, [
    { path: place, message: "must be one region such as eu-west-1" },
  ]);
}
