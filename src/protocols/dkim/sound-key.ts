import { type KeyObject, sign, verify } from "node:crypto";

/**
 * Whether the numbers of an RSA key fit together (RFC 8017 §3.2) and a signature made with it verifies. OpenSSL hides broken CRT
 * numbers by signing the slow way, so the probe alone is not enough.
 */
export function isSoundRsaKey(privateKey: KeyObject): boolean {
  try {
    return fitsTogether(privateKey) && signsAndVerifies(privateKey);
  } catch {
    return false;
  }
}

function fitsTogether(privateKey: KeyObject): boolean {
  const jwk = privateKey.export({ format: "jwk" });
  const [n, e, d] = [integer(jwk.n), integer(jwk.e), integer(jwk.d)];
  const [p, q] = [integer(jwk.p), integer(jwk.q)];
  const [dp, dq, qi] = [integer(jwk.dp), integer(jwk.dq), integer(jwk.qi)];
  // e = 1 would make the message its own signature.
  if (e < 3n || p < 3n || q < 3n || p === q) return false;
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    (qi * q) % p === 1n
  );
}

function integer(base64url: string | undefined): bigint {
  return BigInt(`0x${Buffer.from(base64url ?? "", "base64url").toString("hex") || "0"}`);
}

function signsAndVerifies(privateKey: KeyObject): boolean {
  const probe = Buffer.from("probe");
  return verify("sha256", probe, privateKey, sign("sha256", probe, privateKey));
}
