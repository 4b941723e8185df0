import { type ReactNode, useSyncExternalStore } from "react";
import { relatively } from "./relatively.ts";

interface RelativeTimeProps {
  readonly at: string | undefined;
  /** True for what is still to come. */
  readonly ahead?: boolean;
}

/** How long ago, or how soon, with the exact time as the title. */
export function RelativeTime({ at, ahead = false }: RelativeTimeProps): ReactNode {
  const now = useNow();
  if (at === undefined) return null;
  const time = new Date(at);
  return (
    <time dateTime={at} title={exactly(time)}>
      {relatively(time.getTime() - now, ahead)}
    </time>
  );
}

/** By the clock of all times on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow);
}

export function exactly(time: Date): string {
  return time.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
}

// One clock for all times on the page.
const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(tick, 5_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function readNow(): number {
  // What has just come must not lie in the future of a clock that ticks rarely.
  if (Date.now() - now > 5_000) now = Date.now();
  return now;
}
