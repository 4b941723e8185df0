import { styleText } from "node:util";
import { dayMs, hourMs, minuteMs, secondMs } from "#platform/clock.ts";

export type Tone = "good" | "bad" | "unsure" | "quiet" | "strong" | "plain";

/** Gives a text its colour, or leaves it as it is where colours do not belong. */
export type Paint = (tone: Tone, text: string) => string;

const styles = { good: "green", bad: "red", unsure: "yellow", quiet: "dim", strong: "bold" } as const;

export function painter({ colour }: { readonly colour: boolean }): Paint {
  return (tone, text) =>
    colour && tone !== "plain" ? styleText(styles[tone], text, { validateStream: false }) : text;
}

/** A length of time as people say it: `12 s`, `3 min`, `5 h`, `2 days`. */
export function duration(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / secondMs))} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`;
  return `${Math.floor(ms / dayMs)} days`;
}

/** `2026-11-23 04:30 UTC` of an ISO 8601 time. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
