/** A public key to publish; `withoutKey` when the name is ours and the key behind it is still to be made. */
export type PublishedKey = { readonly publicKeyBase64: string } | { readonly withoutKey: true };

/** Where the zone learns its keys. Base64 of the DER SubjectPublicKeyInfo, as the `p=` of RFC 6376 §3.6.1 wants it. */
export interface DkimTokens {
  /** The key behind a customer's token; `undefined` when there is no such token. */
  readonly publicKeyOf: (token: string) => Promise<PublishedKey | undefined>;
  /** The service's own key under a selector of its own. */
  readonly serviceKeyOf: (selector: string) => Promise<PublishedKey | undefined>;
}
