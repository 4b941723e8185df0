import { hash } from "node:crypto";
import { type Random, randomLabel } from "#platform/random.ts";

/** `AKIA` and 16 characters of `[A-Z2-7]`, the form of AWS's ids for long-lived keys. */
export function newAccessKeyId(random: Random): string {
  return `AKIA${randomLabel(random, 16).toUpperCase()}`;
}

/** 240 random bits in the 40 characters that SDKs and configuration files expect. */
export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(30)).toString("base64");
}

/** What is called so, and is not what proves that one has it. */
export const apiKeyPrefix = "key";

/** Else it is that of an access key. */
export function isApiKeyId(id: string): boolean {
  return id.startsWith(`${apiKeyPrefix}_`);
}

/** A token says by its beginning whose it is, so that scanners can find one that leaked. 256 random bits. */
export function newApiToken(random: Random): string {
  return `sk_signet_${Buffer.from(random.bytes(32)).toString("base64url")}`;
}

/** What is kept of a token. A plain hash is enough for what cannot be guessed. */
export function hashToken(token: string): Uint8Array {
  return hash("sha256", token, "buffer");
}
