/** How long an SDK's client waits, in the names that it has for it. */
export type Patience = ReturnType<typeof patienceOf>;

export function patienceOf(silenceMs: number) {
  return {
    connectionTimeout: 5_000,
    // Ends with the head of the answer; what comes after it may fall silent too.
    requestTimeout: silenceMs,
    throwOnRequestTimeout: true,
    socketTimeout: silenceMs,
  };
}
