import { type ReactNode, useSyncExternalStore } from "react";

/** How long ago (or how soon), with the exact time as the title. */
export function RelativeTime({ at }: { readonly at: string | undefined }): ReactNode {
  const now = useSyncExternalStore(subscribe, readNow);
  if (at === undefined) return null;
  const time = new Date(at);
  return (
    <time dateTime={at} title={exactly(time)}>
      {relatively(time.getTime() - now)}
    </time>
  );
}

export function exactly(time: Date): string {
  return time.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
}

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });
const units: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export function relatively(ms: number): string {
  if (Math.abs(ms) < 10_000) return "just now";
  for (const [unit, length] of units) {
    if (Math.abs(ms) >= length) return words.format(Math.trunc(ms / length), unit);
  }
  return words.format(Math.trunc(ms / 1_000), "second");
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
