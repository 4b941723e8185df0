import { isIP } from "node:net";
import { readDomain } from "#protocols/address/domain.ts";
import { ConfigError, type Readers } from "./readers.ts";

/** Which authority is to make the certificate, and for whom. */
export interface AcmeChoice {
  /** The URL of its directory. */
  readonly directory: string;
  /** Whom it may write to. */
  readonly contact: string | undefined;
  /** Besides those that the listeners are known by. */
  readonly names: readonly string[];
  readonly externalAccount: { readonly keyId: string; readonly hmacKey: Uint8Array } | undefined;
}

const letsEncrypt = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

const mostNames = 50;

/** Who makes the certificate. What nobody agreed to, and what cannot come about, is refused before anybody is asked. */
export function readAcme(
  { optional }: Readers,
  { tls, zone }: { readonly tls: object | undefined; readonly zone: string },
): AcmeChoice | undefined {
  const directory = optional("SIGNET_ACME", readDirectory);
  const isAgreed = optional("SIGNET_ACME_TERMS", readTerms) === true;
  const choice = {
    contact: optional("SIGNET_ACME_CONTACT", readContact),
    names: optional("SIGNET_ACME_NAMES", readNames) ?? [],
    externalAccount: optional("SIGNET_ACME_EAB", readExternalAccount),
  };
  if (directory === undefined) return undefined;
  if (!isAgreed) {
    throw new ConfigError(
      "SIGNET_ACME opens an account with the authority, whose terms you have to agree to (those of Let's Encrypt are at " +
        "https://letsencrypt.org/repository/): say so by SIGNET_ACME_TERMS=agreed.",
    );
  }
  if (tls !== undefined) {
    throw new ConfigError(
      "Of SIGNET_ACME and SIGNET_TLS_CERT one alone can say where the certificate is from.",
    );
  }
  if (zone.endsWith(".localhost")) {
    throw new ConfigError(`SIGNET_ACME: no authority can look up names of ${zone}. Set SIGNET_ZONE.`);
  }
  return { directory, ...choice };
}

function readDirectory(text: string): string {
  const known = Object.entries(letsEncrypt).find(([name]) => name === text);
  if (known !== undefined) return known[1];
  // Plain HTTP reaches private networks only.
  if (/^https?:\/\/[^/@\s]+(?:\/\S*)?$/.test(text) && URL.canParse(text)) return text;
  throw new Error("expected letsencrypt, letsencrypt-staging, or the URL of another authority's directory");
}

function readTerms(text: string): true {
  if (text === "agreed") return true;
  throw new Error("expected agreed, once you have read the terms of the authority and agree to them");
}

function readContact(text: string): string {
  if (/^[^\s@,?]{1,64}@[^\s@,?]{1,253}$/.test(text)) return text;
  throw new Error("expected one e-mail address");
}

function readNames(text: string): readonly string[] {
  const names = text.split(",").map((part) => nameIn(part.trim()));
  if (names.length > mostNames) throw new Error(`expected ${mostNames} names at most`);
  return names;
}

function nameIn(text: string): string {
  const [, star = "", host = ""] = /^(\*\.)?(.*)$/.exec(text) ?? [];
  const reading = readDomain(host);
  if (!reading.ok || reading.labels < 2 || isIP(host) !== 0) {
    throw new Error(`${text} is no host's name, such as smtp.example.com`);
  }
  return `${star}${reading.name}`;
}

/** As authorities hand it out: an id and a key, which is base64 with `-` and `_` for `+` and `/`. */
function readExternalAccount(text: string): NonNullable<AcmeChoice["externalAccount"]> {
  const [, keyId, key] = /^([^\s:]{1,200}):([A-Za-z0-9_-]{20,500})=*$/.exec(text) ?? [];
  if (keyId === undefined || key === undefined) throw new Error("expected <key id>:<HMAC key>");
  return { keyId, hmacKey: Buffer.from(key, "base64url") };
}
