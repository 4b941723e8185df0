import { webcrypto } from "node:crypto";
import { Integer, OctetString, Utf8String } from "asn1js";
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificationRequest,
  Extension,
  Extensions,
  GeneralNames,
} from "pkijs";
import { dayMs } from "#platform/clock.ts";
import { pemOf } from "./mail-certificates.ts";

/** Signs certificates that servers ask for (PKCS #10). */
export class ServerAuthority {
  readonly pem: string;
  /** What the certificates are called that it made, in turn (RFC 9773 §4.1). */
  readonly made: string[] = [];
  readonly #certificate: Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;
  // Its first octet in DER is 0, for the next has its highest bit set.
  #serial = 0x87_65_43_20;

  private constructor(certificate: Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#certificate = certificate;
    this.#keys = keys;
    this.pem = pemOf("CERTIFICATE", certificate.toSchema().toBER());
  }

  static async found(): Promise<ServerAuthority> {
    const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const certificate = empty(1, { from: Date.now() - 365 * dayMs, until: Date.now() + 3_650 * dayMs });
    certificate.subject.typesAndValues.push(
      new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value: "Server authority" }) }),
    );
    certificate.issuer = certificate.subject;
    certificate.extensions = [
      new Extension({
        extnID: "2.5.29.19",
        critical: true,
        extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(),
      }),
    ];
    await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
    await certificate.sign(keys.privateKey, "SHA-256");
    return new ServerAuthority(certificate, keys);
  }

  /** Which DNS names a request is for; throws where it is not signed by the key that it is for. */
  async namesIn(der: Uint8Array): Promise<string[]> {
    const request = CertificationRequest.fromBER(Uint8Array.from(der).buffer);
    if (!(await request.verify())) throw new Error("The request is not signed by its key.");
    const names = GeneralNames.fromBER(alternativeNames(request).extnValue.valueBlock.valueHexView);
    return names.names.map(({ value }) => String(value));
  }

  async certify(der: Uint8Array, during: { from: number; until: number }): Promise<string> {
    const request = CertificationRequest.fromBER(Uint8Array.from(der).buffer);
    this.#serial += 1;
    const certificate = empty(this.#serial, during);
    certificate.issuer = this.#certificate.subject;
    certificate.subjectPublicKeyInfo = request.subjectPublicKeyInfo;
    certificate.extensions = [alternativeNames(request), authorityKey()];
    await certificate.sign(this.#keys.privateKey, "SHA-256");
    const serial = Buffer.from(certificate.serialNumber.valueBlock.valueHexView);
    this.made.push(`${keyIdentifier.toString("base64url")}.${serial.toString("base64url")}`);
    return pemOf("CERTIFICATE", certificate.toSchema().toBER()) + this.pem;
  }
}

const keyIdentifier = Buffer.from("69885b6b87464041e1b37b847ba0ae2cde01c8d4", "hex");

function authorityKey(): Extension {
  const value = new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: keyIdentifier }) });
  return new Extension({ extnID: "2.5.29.35", extnValue: value.toSchema().toBER() });
}

function alternativeNames(request: CertificationRequest): Extension {
  const wanted = request.attributes?.find(({ type }) => type === "1.2.840.113549.1.9.14");
  const { extensions } = new Extensions({ schema: wanted?.values[0] });
  const names = extensions.find(({ extnID }) => extnID === "2.5.29.17");
  if (names === undefined) throw new Error("The request names nobody.");
  return names;
}

function empty(serial: number, { from, until }: { from: number; until: number }): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: serial });
  certificate.notBefore.value = new Date(from);
  certificate.notAfter.value = new Date(until);
  return certificate;
}
