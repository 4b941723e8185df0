/** `not-asked`: as the service is set up there is nothing to look at; the whole is neither better nor worse for it. */
export type Health = "ok" | "warning" | "failed" | "unknown" | "not-asked";

/** What was seen of one thing, and what to do about it. */
export interface Finding {
  readonly status: Health;
  readonly seen: string;
  /** Empty where there is nothing to do. */
  readonly advice: string;
}
