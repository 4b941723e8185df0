import type { Announcement } from "#platform/announcements.ts";
import type { Statement, Step } from "./database.ts";

/** A group of steps, parted into what the engine runs and what is told once that is on disk. */
export interface Group {
  readonly statements: readonly Statement[];
  readonly announcements: readonly Announcement[];
}

export function toGroup(steps: readonly Step[]): Group {
  const statements: Statement[] = [];
  const announcements: Announcement[] = [];
  for (const step of steps) {
    if ("query" in step) statements.push(step);
    else announcements.push(step);
  }
  return { statements, announcements };
}
