import { webcrypto } from "node:crypto";
import { type BaseBlock, BitString, Integer, Utf8String } from "asn1js";
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  SignedData,
} from "pkijs";
import { dayMs } from "#platform/clock.ts";

const algorithms = {
  rsa: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2_048,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  smallRsa: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 1_024,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  p256: { name: "ECDSA", namedCurve: "P-256" },
  p384: { name: "ECDSA", namedCurve: "P-384" },
} as const;

export const forMail = "1.3.6.1.5.5.7.3.4";
export const forServers = "1.3.6.1.5.5.7.3.1";

interface Wanted {
  readonly addresses?: readonly string[];
  readonly hosts?: readonly string[];
  readonly key?: keyof typeof algorithms;
  readonly purposes?: readonly string[];
  /** The octet of the key usage (RFC 5280 §4.2.1.3): 0x80 signs. */
  readonly usage?: number;
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** One that signs others' certificates, and whether a message was signed with one of those. */
export class MailAuthority {
  readonly pem: string;
  readonly #certificate: Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#certificate = certificate;
    this.#keys = keys;
    this.pem = pemOf("CERTIFICATE", certificate.toSchema().toBER());
  }

  static async found(name = "Mail authority"): Promise<MailAuthority> {
    const keys = await generate("p256");
    const certificate = named(name, 1);
    certificate.extensions = [
      extension("2.5.29.19", new BasicConstraints({ cA: true, pathLenConstraint: 1 })),
    ];
    certificate.issuer = certificate.subject;
    await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
    await certificate.sign(keys.privateKey, "SHA-256");
    return new MailAuthority(certificate, keys);
  }

  /** Another authority, in PEM, as this one's: a certificate beside the one with which it vouches for itself. */
  async vouchFor(other: MailAuthority): Promise<string> {
    const certificate = Certificate.fromBER(other.#certificate.toSchema().toBER());
    certificate.issuer = this.#certificate.subject;
    await certificate.sign(this.#keys.privateKey, "SHA-256");
    return pemOf("CERTIFICATE", certificate.toSchema().toBER());
  }

  /** In PEM, the authority's own certificate before the new one: the order is nobody's business. */
  async certify(
    wanted: Wanted,
  ): Promise<{ readonly certificate: string; readonly own: string; readonly key: string }> {
    const keys = await generate(wanted.key ?? "rsa");
    const certificate = named("Somebody", 1_000 + Math.floor(Math.random() * 1e9), wanted);
    certificate.issuer = this.#certificate.subject;
    await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
    const { addresses = [], hosts = [] } = wanted;
    const names = [
      ...addresses.map((value) => new GeneralName({ type: 1, value })),
      ...hosts.map((value) => new GeneralName({ type: 2, value })),
    ];
    certificate.extensions = [
      ...(names.length === 0 ? [] : [extension("2.5.29.17", new GeneralNames({ names }))]),
      extension("2.5.29.37", new ExtKeyUsage({ keyPurposes: [...(wanted.purposes ?? [forMail])] })),
      ...(wanted.usage === undefined ? [] : [keyUsage(wanted.usage)]),
    ];
    await certificate.sign(this.#keys.privateKey, "SHA-256");
    const own = pemOf("CERTIFICATE", certificate.toSchema().toBER());
    return {
      certificate: this.pem + own,
      own,
      key: pemOf("PRIVATE KEY", await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)),
    };
  }

  /** Whether a detached signature is that of somebody whom this vouches for, over exactly these octets. */
  async vouchesFor(content: Uint8Array, signature: Uint8Array): Promise<boolean> {
    const { content: signed } = ContentInfo.fromBER(Uint8Array.from(signature).buffer);
    try {
      return await new SignedData({ schema: signed }).verify({
        signer: 0,
        data: Uint8Array.from(content).buffer,
        trustedCerts: [this.#certificate],
        checkChain: true,
      });
    } catch {
      return false;
    }
  }
}

async function generate(kind: keyof typeof algorithms): Promise<webcrypto.CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithms[kind], true, ["sign", "verify"]);
  return keys as webcrypto.CryptoKeyPair;
}

function named(name: string, serial: number, { notBefore, notAfter }: Partial<Wanted> = {}): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: serial });
  certificate.subject.typesAndValues.push(
    new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value: name }) }),
  );
  certificate.notBefore.value = new Date(notBefore ?? Date.now() - dayMs);
  certificate.notAfter.value = new Date(notAfter ?? Date.now() + 365 * dayMs);
  return certificate;
}

function extension(extnID: string, value: { toSchema(): BaseBlock }): Extension {
  return new Extension({ extnID, critical: false, extnValue: value.toSchema().toBER() });
}

function keyUsage(octet: number): Extension {
  const value = new BitString({ valueHex: Uint8Array.of(octet).buffer });
  return new Extension({ extnID: "2.5.29.15", critical: true, extnValue: value.toBER() });
}

export function pemOf(label: string, der: ArrayBuffer | Uint8Array): string {
  const lines = Buffer.from(new Uint8Array(der))
    .toString("base64")
    .match(/.{1,64}/g);
  return `-----BEGIN ${label}-----\n${lines?.join("\n")}\n-----END ${label}-----\n`;
}
