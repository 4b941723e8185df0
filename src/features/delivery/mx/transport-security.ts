import type { Envelope } from "#features/delivery/transport.ts";
import { type Clock, hourMs, isAhead } from "#platform/clock.ts";
import { provesItself } from "#protocols/dane/tlsa.ts";
import type { TlsaData } from "#protocols/dns/record.ts";
import type { StsPolicy } from "#protocols/mta-sts/policy.ts";
import type { SmtpConnectionOptions } from "#protocols/smtp/open.ts";
import type { MailExchangers } from "./mail-exchangers.ts";

/** A server whose TLS failed is spoken to without, for a while, unless TLS is required. */
const tlsBrokenMs = hourMs;
const mostBrokenTls = 20_000;

/** What domains demand, and who sends. */
interface Demanding {
  readonly envelope: Envelope;
  /** MTA-STS; enforced, it is TLS with a certificate that is good for the server's name, or nothing. */
  readonly policy: StsPolicy | undefined;
  /** Nobody can have forged which servers the domain has: then they may demand something, too (DANE). */
  readonly isAuthenticated: boolean;
}

/** What a session is held to: by its domain's policy, by its server's records, or by nobody. */
export type HeldTo =
  | { readonly by: "sts"; readonly policy: StsPolicy }
  | { readonly by: "tlsa"; readonly base: string; readonly records: readonly TlsaData[] }
  | { readonly by: "nobody" };

/** `serverName`: which certificate is asked for, where it is not that of the host (RFC 7672 §8.1). */
export type Secured = Pick<SmtpConnectionOptions, "tlsPolicy" | "dane" | "serverName">;

export type Security =
  | (Secured & { readonly heldTo: HeldTo })
  /** Why it is not even connected to now. */
  | { readonly fault: string };

/** How connections to each server must be secured. */
export class TransportSecurity {
  readonly #exchangers: MailExchangers;
  readonly #clock: Clock;
  readonly #brokenUntil = new Map<string, number>();

  constructor(parts: { exchangers: MailExchangers; clock: Clock }) {
    this.#exchangers = parts.exchangers;
    this.#clock = parts.clock;
  }

  /** DANE goes over MTA-STS, which may not make up for what it lacks (RFC 8461 §2). */
  async of(host: string, { envelope, policy, isAuthenticated }: Demanding): Promise<Security> {
    const { tls } = envelope.rules;
    const dane = isAuthenticated && tls !== "waived" ? await this.#exchangers.daneOf(host) : undefined;
    if (dane?.kind === "unknown") {
      return { fault: `The TLSA records of ${host} could not be found out: ${dane.reason}.` };
    }
    if (dane?.kind === "demanded" && dane.records.length > 0) {
      const { records, base } = dane;
      // A server that proves itself whatever its names are has the same connections for all its domains.
      const names = records.every(provesItself) ? [] : [base, envelope.domain];
      const heldTo = { by: "tlsa", base, records } as const;
      return { tlsPolicy: "dane", dane: { records, names }, serverName: base, heldTo };
    }
    // RFC 8461 §5: `none` is as if there were no policy.
    const held =
      policy === undefined || policy.mode === "none"
        ? ({ by: "nobody" } as const)
        : ({ by: "sts", policy } as const);
    if (policy?.mode === "enforce") return { tlsPolicy: "authenticated", heldTo: held };
    // Records that nobody here understands demand TLS all the same (RFC 7672 §2.2).
    if (dane?.kind === "demanded") return { tlsPolicy: "required", heldTo: { by: "tlsa", ...dane } };
    if (tls === "required") return { tlsPolicy: "required", heldTo: held };
    const brokenUntil = this.#brokenUntil.get(host) ?? 0;
    const isBroken = isAhead(brokenUntil, { now: this.#clock.now(), atMostMs: tlsBrokenMs });
    return { tlsPolicy: isBroken ? "never" : "if-offered", heldTo: held };
  }

  noteBroken(host: string): void {
    if (this.#brokenUntil.size >= mostBrokenTls) this.#brokenUntil.clear();
    this.#brokenUntil.set(host, this.#clock.now() + tlsBrokenMs);
  }
}
