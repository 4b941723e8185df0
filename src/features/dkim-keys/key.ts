/** What is known of a key once it exists. The private half never leaves the store in the clear. */
export interface KeyMaterial {
  /** Base64 of the DER SubjectPublicKeyInfo: the `p=` of the record. */
  readonly publicKey: string;
  readonly bits: number;
  readonly madeAt: number;
}

/**
 * A selector's life: made and published (pending), seen through the customer's own DNS and signing (active), no longer
 * signing but still published for mail under way (retiring), withdrawn (retired).
 */
export type KeyState =
  | { readonly stage: "empty" | "retired"; readonly since: number }
  | ({ readonly stage: "pending" | "active" | "retiring"; readonly since: number } & KeyMaterial);

export interface DkimKey {
  readonly selector: string;
  /** `easy`: a token whose record we publish. `byo`: the customer's key, published by the customer. */
  readonly origin: "easy" | "byo";
  /** 0, 1, 2 for the three tokens of Easy DKIM; 0 for BYODKIM. */
  readonly position: number;
  readonly state: KeyState;
}

export function hasKey(
  key: DkimKey,
): key is DkimKey & { state: Extract<KeyState, { stage: "pending" | "active" | "retiring" }> } {
  return key.state.stage !== "empty" && key.state.stage !== "retired";
}
