/** What is known of a key once it exists. The private half never leaves the store in the clear. */
export interface KeyMaterial {
  /** Base64 of the DER SubjectPublicKeyInfo: the `p=` of the record. */
  readonly publicKey: string;
  readonly bits: number;
  readonly madeAt: number;
}

/**
 * A selector's life: a name without a key (empty), one made and published (pending), seen through the customer's own DNS
 * and signing (active), no longer signing but still published for mail under way (retiring), withdrawn (retired).
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

/** The selectors that a domain was given. */
export interface IssuedTokens {
  readonly tokens: readonly string[];
  readonly issuedAt: number;
}

/** All keys of a domain by position: those that exist, and for every other token an empty one. */
export function allKeys({ tokens, issuedAt }: IssuedTokens, made: readonly DkimKey[]): DkimKey[] {
  if (tokens.length === 0) return [...made];
  return tokens.map(
    (selector, position) =>
      made.find((key) => key.selector === selector) ?? {
        selector,
        origin: "easy",
        position,
        state: { stage: "empty", since: issuedAt },
      },
  );
}

/** A key as it begins. */
export function pendingKey({
  selector,
  origin,
  position,
  ...made
}: KeyMaterial & Pick<DkimKey, "selector" | "origin" | "position">): DkimKey {
  return { selector, origin, position, state: { stage: "pending", since: made.madeAt, ...made } };
}

export function hasKey(
  key: DkimKey,
): key is DkimKey & { state: Extract<KeyState, { stage: "pending" | "active" | "retiring" }> } {
  return key.state.stage !== "empty" && key.state.stage !== "retired";
}
