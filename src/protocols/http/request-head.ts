import type { IncomingMessage } from "node:http";
import { readTarget } from "./request-target.ts";

export interface HeadFault {
  readonly status: 400 | 501 | 505;
  readonly message: string;
}

type Head = Pick<IncomingMessage, "httpVersion" | "rawHeaders" | "url" | "headers">;

/** RFC 3986 §3.2.2, without what is percent-encoded: a name or an IPv4 address, or an IPv6 address in brackets; a port. Empty is allowed. */
const hostForm = /^(?:[\w.~!$&'()*+,;=-]*|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

/**
 * What a server has to refuse (RFC 9112 §3.2, §6.1; RFC 9110 §7.2) and Node's parser lets through: whatever two servers in a row may
 * read differently, so that the second takes a part of one request for another, or for one to another host.
 */
export function faultOfHead(request: Head): HeadFault | undefined {
  return faultOfFraming(request) ?? faultOfHost(request);
}

function faultOfFraming({ httpVersion, headers }: Head): HeadFault | undefined {
  if (httpVersion !== "1.1" && httpVersion !== "1.0") {
    return { status: 505, message: "The request must be of HTTP/1.1 or HTTP/1.0." };
  }
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return undefined;
  if (httpVersion === "1.0") return { status: 400, message: "HTTP/1.0 has no Transfer-Encoding." };
  if (coding.trim().toLowerCase() === "chunked") return undefined;
  return { status: 501, message: "The only Transfer-Encoding that is understood is 'chunked'." };
}

function faultOfHost({ rawHeaders, url = "/" }: Head): HeadFault | undefined {
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "host");
  if (hosts.length > 1) return badHost("The header 'host' is given more than once.");
  const [host = ""] = hosts;
  if (!hostForm.test(host)) return badHost("The header 'host' is not the name of a host.");
  const { authority } = readTarget(url);
  if (authority === undefined || withoutDefaultPort(authority) === withoutDefaultPort(host)) return undefined;
  return badHost("The request's target and its Host header name different hosts.");
}

function badHost(message: string): HeadFault {
  return { status: 400, message };
}

/** In lower case, and as clients write it who leave out the port of `http:`, and that of `https:`. */
export function withoutDefaultPort(host: string): string {
  return host.toLowerCase().replace(/(?<!:):(?:80|443)$/, "");
}
