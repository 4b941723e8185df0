import { labelOf } from "#platform/random.ts";
import type { SealedTokens } from "#platform/sealed-tokens.ts";
import { taggedReturnPathForm, tagLength } from "./return-path-form.ts";

/**
 * The addresses that a message leaves from: one for each domain it goes to, made of its own return path. So whoever has a copy of it can
 * report for those who share their servers, and for nobody elsewhere.
 */
export class ReturnPaths {
  readonly #tokens: Pick<SealedTokens, "mac">;

  constructor(tokens: Pick<SealedTokens, "mac">) {
    this.#tokens = tokens;
  }

  /** Those of the service's own messages, about which nothing is reported, stay as they are. */
  to(domain: string, envelopeFrom: string): string {
    if (!taggedReturnPathForm.test(envelopeFrom)) return envelopeFrom;
    const at = envelopeFrom.lastIndexOf("@");
    const mac = this.#tokens.mac("return path", `${envelopeFrom}\n${domain}`);
    return `${envelopeFrom.slice(0, at - tagLength)}${labelOf(mac.subarray(0, tagLength))}${envelopeFrom.slice(at)}`;
  }
}
