import type { RegionSet } from "./region-set.ts";
import type { SignedHeaders } from "./signed-headers.ts";
import type { Scope } from "./signing-key.ts";

export const hmacAlgorithm = "AWS4-HMAC-SHA256";
/** SigV4a: one signature for several regions. */
export const ecdsaAlgorithm = "AWS4-ECDSA-P256-SHA256";

/** What a request says about its own signature. Nothing of it is proven yet. */
export type Signature = (
  | { readonly algorithm: typeof hmacAlgorithm; readonly scope: Scope }
  | {
      readonly algorithm: typeof ecdsaAlgorithm;
      readonly scope: Omit<Scope, "region">;
      readonly regions: RegionSet;
    }
) & {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  /** As it was written, `20250131T120000Z`: it is part of what was signed. */
  readonly timestamp: string;
  /** The same, ms since 1970. */
  readonly signedAt: number;
  /** How long a presigned URL says it is good for; the 15 minutes of every other request. */
  readonly validSeconds: number;
  readonly signedHeaders: SignedHeaders;
  /** 64 hexadecimal digits, or with ECDSA the DER of 142 at most, if the client wrote what it should. */
  readonly value: string;
  /** The signer had temporary credentials. */
  readonly hasSessionToken: boolean;
};
