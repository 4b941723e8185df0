import { signedRequest, type UnsignedRequest } from "./sign.ts";
import type { Signet } from "./signet.ts";

/** SES allows 10,000 identities in a region; full pages stay full below it. */
const perRegion = 5_000;

type Kind = "address" | "domain";

/** Signed requests about identities of its own, spread over as many regions as they need. */
export class IdentityRequests {
  readonly #signet: Signet;
  readonly #name: string;
  #created = 0;
  readonly #domains: number[] = [];

  /** `name`: in lower-case letters; different ones have different regions. */
  constructor(signet: Signet, name: string) {
    this.#signet = signet;
    this.#name = name;
  }

  /** New ones each time. */
  create(kind: Kind, count: number): Buffer[] {
    return Array.from({ length: count }, () => {
      const number = this.#created++;
      if (kind === "domain") this.#domains.push(number);
      const body = JSON.stringify({ EmailIdentity: nameOf(number, kind) });
      return this.#sign(number, { method: "POST", path: "/v2/email/identities", body });
    });
  }

  /** Of domains from all over those created. */
  get(count: number): Buffer[] {
    return Array.from({ length: count }, (_, at) => {
      const number = this.#domains[Math.floor((at * this.#domains.length) / count)] ?? 0;
      return this.#sign(number, { method: "GET", path: `/v2/email/identities/${nameOf(number, "domain")}` });
    });
  }

  listPage(): Buffer {
    const body = JSON.stringify({ PageSize: 100 });
    return this.#sign(0, { method: "POST", path: "/v2/email/list-identities", body });
  }

  /** Any text of the form of a region's name is a region. */
  #sign(number: number, request: Omit<UnsignedRequest, "host" | "region">): Buffer {
    const { port, credentials } = this.#signet;
    const region = `eu-${this.#name}-${1 + Math.floor(number / perRegion)}`;
    return signedRequest({ ...request, host: `127.0.0.1:${port}`, region }, credentials);
  }
}

function nameOf(number: number, kind: Kind): string {
  const padded = String(number).padStart(6, "0");
  return kind === "domain" ? `d${padded}.bench.example` : `someone@a${padded}.bench.example`;
}
