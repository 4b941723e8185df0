import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Secrets } from "#platform/secrets.ts";
import type { SmimeSigner } from "#protocols/smime/signature.ts";
import type { KeptCertificate } from "./store.ts";

/** A certificate that signs, from one moment to another. */
export interface OpenedCertificate extends SmimeSigner {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** What the private key is sealed as. */
export function sealContext(id: string): string {
  return `smime-certificate/${id}`;
}

export function opened(
  { id, chain, notBefore, notAfter, ...of }: KeptCertificate,
  secrets: Secrets,
): OpenedCertificate {
  const der = secrets.open(of.privateKeySealed, sealContext(id));
  return {
    chain: chain
      .split(/(?<=-----END CERTIFICATE-----)\s*/)
      .filter((pem) => pem !== "")
      .map((pem) => new X509Certificate(pem).raw),
    privateKey: createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" }),
    notBefore,
    notAfter,
  };
}
