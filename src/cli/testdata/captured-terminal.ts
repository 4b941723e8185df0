import type { Terminal } from "#cli/terminal.ts";
import type { Clock } from "#platform/clock.ts";

/** A terminal that keeps what was written to it. Its clock stands still, and sleeping on it takes no time. */
export interface CapturedTerminal extends Terminal {
  readonly written: string[];
  readonly messages: string[];
  interrupt(): void;
}

export function capturedTerminal(
  more: { columns?: number; colour?: boolean; environment?: Record<string, string>; clock?: Clock } = {},
): CapturedTerminal {
  const interruptions = new AbortController();
  const written: string[] = [];
  const messages: string[] = [];
  return {
    written,
    messages,
    out: (text) => void written.push(text),
    err: (text) => void messages.push(text),
    columns: more.columns,
    colour: more.colour ?? false,
    environment: more.environment ?? {},
    clock: more.clock ?? { now: () => Date.UTC(2026, 10, 23, 12), sleep: async () => {} },
    interruption: () => interruptions.signal,
    interrupt: () => interruptions.abort(),
  };
}
