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

/**
 * What the SDK's client answers, if it does in time: what comes a byte at a time is never silent. Nor is it known of what it looks for
 * credentials with that it heeds the signal.
 */
export async function within<Answer>(
  longestMs: number,
  ask: (overdue: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const overdue = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`There was no whole answer within ${longestMs / 1_000} s.`));
    overdue.abort();
  }, longestMs);
  try {
    return await Promise.race([ask(overdue.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
