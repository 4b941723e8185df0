/** An SES type as the plain dialect writes it: times and bytes are strings, and nothing required is undefined. */
export type Plain<Value> = Value extends Date | Uint8Array
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : Value extends object
      ? { readonly [Member in keyof Value]: Plain<Value[Member]> }
      : Value;

/** What the plain dialect adds about the one thing a call is about. */
export interface Resource {
  readonly id: string;
  readonly created_at: string;
}
