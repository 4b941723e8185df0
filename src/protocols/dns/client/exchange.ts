import type { Reply } from "./read-reply.ts";

/** Where to ask. */
export interface Server {
  readonly address: string;
  readonly port: number;
  /** Named by the operator's own configuration, so the address filter does not apply. */
  readonly trusted?: boolean;
}

/** What became of one question to one server. */
export type Exchange =
  | { readonly kind: "answer"; readonly reply: Reply; readonly via: "udp" | "tcp"; readonly tookMs: number }
  /** `via`: what came over UDP was cut off, and this is what became of asking over TCP. */
  | { readonly kind: "timeout"; readonly via?: "tcp"; readonly tookMs: number }
  /** `code` is the system's: ECONNREFUSED, EHOSTUNREACH … */
  | { readonly kind: "network-error"; readonly code: string; readonly via?: "tcp"; readonly tookMs: number }
  | { readonly kind: "malformed"; readonly tookMs: number }
  | { readonly kind: "refused-address"; readonly reason: string; readonly tookMs: number }
  /** It stood in line behind other questions until it was too late. */
  | { readonly kind: "no-turn"; readonly tookMs: number }
  /** The name cannot be carried by the DNS. */
  | { readonly kind: "impossible-name"; readonly tookMs: number };

/** In a word or two: NXDOMAIN, NODATA, SERVFAIL, timeout … */
export function describeExchange(exchange: Exchange): string {
  switch (exchange.kind) {
    case "answer": {
      const { reply } = exchange;
      if (reply.rcode !== "NOERROR" || reply.answers.length > 0) return reply.rcode;
      const refers = !reply.authoritative && reply.authority.some((record) => record.type === "NS");
      return refers ? "referral" : "NODATA";
    }
    case "network-error":
      return exchange.code;
    case "refused-address":
      return `not asked: ${exchange.reason}`;
    case "no-turn":
      return "not asked: too many questions at once";
    case "impossible-name":
      return "not asked: no DNS name";
    case "timeout":
    case "malformed":
      return exchange.kind;
  }
}
