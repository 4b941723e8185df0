/** What the SDK's clients fail with. */

/** As the services name it where the operator's credentials are not there, not known, or not valid any more. */
const credentialFailures: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "TokenRefreshRequired",
  "UnrecognizedClientException",
]);

/** Of those with a status between 400 and 499, what says nothing of what was asked for: another try may fare better. */
const passingFailures: ReadonlySet<string> = new Set([
  ...credentialFailures,
  "RequestTimeTooSkewed",
  "RequestTimeout",
  "SignatureDoesNotMatch",
]);
const passingStatuses: readonly number[] = [408, 425, 429];

export function isOfCredentials({ name }: Error): boolean {
  return credentialFailures.has(name);
}

/** Whether it was refused, and will be the next time. */
export function isRefusal(error: Error): boolean {
  const status = statusOf(error) ?? 0;
  const isPassing = passingStatuses.includes(status) || passingFailures.has(error.name);
  return status >= 400 && status < 500 && !isPassing;
}

/** Undefined: there was no answer. */
export function statusOf(error: Error): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** In one line: further ones are the SDK's advice to its programmers, or the whole request as it was signed, the session's token in it. */
export function reasonOf({ name, message }: Error): string {
  const [line = ""] = message.split("\n", 1);
  return name === "Error" ? line : `${name}: ${line}`;
}
