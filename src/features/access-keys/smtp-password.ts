import { hash, timingSafeEqual } from "node:crypto";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";

export { deriveSmtpPassword };

export function matchesSmtpPassword(secret: string, region: string, password: string): boolean {
  return isSecret(deriveSmtpPassword(secret, region), password);
}

/** Takes as long for what is nearly right, or of another length. */
export function isSecret(secret: string, given: string): boolean {
  return timingSafeEqual(hash("sha256", secret, "buffer"), hash("sha256", given, "buffer"));
}
