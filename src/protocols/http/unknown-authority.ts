/** Whether a server's certificate leads to no authority that is known here, by the names that OpenSSL has for it. */
export function isOfUnknownAuthority(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)/.test(code);
}
