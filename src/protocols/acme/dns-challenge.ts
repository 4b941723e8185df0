import { hash, type KeyObject } from "node:crypto";
import { thumbprint } from "./jws.ts";

/** Where the proof of a name stands; that of a wildcard stands where the name's own does (RFC 8555 §8.4). */
export function challengeName(name: string): string {
  return `_acme-challenge.${name.replace(/^\*\./, "")}`;
}

/** The text that proves, in the DNS, that a name is the account's. */
export function challengeText(token: string, accountKey: KeyObject): string {
  return hash("sha256", `${token}.${thumbprint(accountKey)}`, "base64url");
}
