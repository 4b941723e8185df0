import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { createSecureContext } from "node:tls";
import ipaddr from "ipaddr.js";
import type { ServiceKeyStore } from "#features/service-key/index.ts";
import { type Clock, dayMs, secondMs } from "#platform/clock.ts";
import type { Secrets } from "#platform/secrets.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";
import { validityOf } from "#protocols/x509/validity.ts";

/** PEM, as TLS takes it. */
export interface TlsCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What others see of a certificate. */
export interface CertificateSummary {
  readonly isSelfSigned: boolean;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly names: readonly string[];
}

export function summarize({ cert }: TlsCertificate): CertificateSummary {
  const certificate = new X509Certificate(cert);
  const { notBefore, notAfter } = validityOf(certificate);
  const names = (certificate.subjectAltName ?? "")
    .split(", ")
    .map((name) => name.replace(/^[A-Za-z ]+:/, ""))
    // Node writes ::1 as 0:0:0:0:0:0:0:1.
    .map((name) => (isIPv6(name) ? ipaddr.parse(name).toString() : name));
  return {
    isSelfSigned: certificate.checkIssued(certificate),
    validFrom: notBefore,
    validUntil: notAfter,
    names: names.filter((name) => name !== ""),
  };
}

/** The same. Throws for what no listener could show: a chain of which half is written, a key that is too short. */
export function usable(certificate: TlsCertificate): TlsCertificate {
  createSecureContext({ ...certificate });
  return certificate;
}

/** Where a certificate comes from. */
export interface CertificateSource {
  /** The one to show now. Rejects when it cannot be read. */
  load(): Promise<TlsCertificate>;
}

/** As long as public ones may be: no client need know of anything longer. */
const validDays = 398;
const renewedBeforeMs = 30 * dayMs;
const lookedAtEveryMs = 10 * secondMs;

/** The operator's own, from two files; read again when either changes. */
export function certificateFromFiles({ cert, key }: TlsCertificate): CertificateSource {
  let seen: { readonly stamp: string; readonly loaded: TlsCertificate } | undefined;
  return {
    async load() {
      const times = await Promise.all([stat(cert), stat(key)]);
      const stamp = times.map(({ mtimeMs, size }) => `${mtimeMs}/${size}`).join();
      if (seen?.stamp === stamp) return seen.loaded;
      const [certificate, privateKey] = await Promise.all([readFile(cert, "utf8"), readFile(key, "utf8")]);
      // Of two files one is replaced first: a pair that does not match is not shown to anybody.
      if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))) {
        throw new Error(`The key in ${key} is not that of the certificate in ${cert}.`);
      }
      const loaded = { cert: certificate, key: privateKey };
      seen = { stamp, loaded };
      return loaded;
    },
  };
}

const name = "tls-certificate";

/** One that vouches for itself: made at the first start, sealed in the store, the same in all processes, renewed in time. */
export function selfSignedFor(parts: {
  readonly store: ServiceKeyStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** The first is the common name. */
  readonly names: readonly string[];
}): CertificateSource {
  const { store, secrets, clock, names } = parts;
  const open = (sealed: Uint8Array) =>
    JSON.parse(Buffer.from(secrets.open(sealed, name)).toString()) as TlsCertificate;
  const isGood = ({ cert }: TlsCertificate) => {
    const certificate = new X509Certificate(cert);
    const { notBefore, notAfter } = validityOf(certificate);
    return (
      // Made while the clock was ahead, it begins one day.
      notBefore <= clock.now() &&
      notAfter - renewedBeforeMs > clock.now() &&
      certificate.subject === `CN=${names[0]}`
    );
  };
  return {
    async load() {
      const sealed = await store.find(name);
      const kept = sealed && open(sealed);
      if (kept !== undefined && isGood(kept)) return kept;
      const fresh = secrets.seal(Buffer.from(JSON.stringify(make(names, clock.now()))), name);
      if (sealed === undefined) await store.insertUnlessThere(name, fresh, clock.now());
      else await store.replace(name, { from: sealed, to: fresh, at: clock.now() });
      const now = await store.find(name);
      if (now === undefined) throw new Error("The certificate was not kept.");
      return open(now);
    },
  };
}

function make(names: readonly string[], now: number): TlsCertificate {
  const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // Clocks differ: one that begins now is not yet valid for a client that is a little behind.
  const notBefore = now - dayMs;
  return {
    cert: selfSignedCertificate({ commonName: names[0] ?? "", names, notBefore, days: validDays, keyPair }),
    key: keyPair.privateKey.export({ format: "pem", type: "pkcs8" }) as string,
  };
}

/** The certificate that listeners show: looked at again when somebody connects, but not twice in ten seconds unless it is said to be another. */
export class CurrentCertificate {
  readonly #source: CertificateSource;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  #current: TlsCertificate;
  #lookedAt: number;
  #looking: Promise<TlsCertificate> | undefined;

  private constructor(parts: CurrentParts, current: TlsCertificate) {
    this.#source = parts.source;
    this.#clock = parts.clock;
    this.#onFailure = parts.onFailure;
    this.#current = current;
    this.#lookedAt = parts.clock.now();
  }

  /** Rejects when there is none to begin with. */
  static async open(parts: CurrentParts): Promise<CurrentCertificate> {
    return new CurrentCertificate(parts, usable(await parts.source.load()));
  }

  get current(): TlsCertificate {
    return this.#current;
  }

  /** There may be another: whoever connects next has it looked for. */
  lookAgain(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** The current one after a look at its source; the old one stays where the new one cannot be had. Never rejects. */
  async refresh(): Promise<TlsCertificate> {
    if (Math.abs(this.#clock.now() - this.#lookedAt) < lookedAtEveryMs) return this.#current;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return await this.#looking;
  }

  async #look(): Promise<TlsCertificate> {
    this.#lookedAt = this.#clock.now();
    try {
      this.#current = usable(await this.#source.load());
    } catch (error) {
      this.#onFailure(error);
    }
    return this.#current;
  }
}

interface CurrentParts {
  readonly source: CertificateSource;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}
