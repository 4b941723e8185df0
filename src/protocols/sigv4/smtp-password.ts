import { deriveSigningKey } from "./signing-key.ts";

/** The version of the algorithm, in front of what is encoded. */
const version = 0x04;

/**
 * The SMTP password that belongs to a secret access key in one region, as AWS documents it ("Obtaining Amazon SES SMTP
 * credentials", converting a secret access key): a signature of `SendRawEmail` on a fixed day.
 */
export function deriveSmtpPassword(secret: string, region: string): string {
  const key = deriveSigningKey(secret, { date: "11111111", region, service: "ses" });
  return Buffer.concat([Buffer.of(version), key.sign("SendRawEmail")]).toString("base64");
}
