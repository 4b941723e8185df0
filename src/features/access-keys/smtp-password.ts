import { hash, timingSafeEqual } from "node:crypto";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";

export { deriveSmtpPassword };

/** Takes as long for a password that is nearly right, or of another length. */
export function matchesSmtpPassword(secret: string, region: string, password: string): boolean {
  const [expected, given] = [deriveSmtpPassword(secret, region), password].map((text) =>
    hash("sha256", text, "buffer"),
  );
  return expected !== undefined && given !== undefined && timingSafeEqual(expected, given);
}
