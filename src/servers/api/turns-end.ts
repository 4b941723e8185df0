import { throwLater } from "#platform/throw-later.ts";

let waiting: (() => void)[] = [];

/**
 * Does something at the end of this turn of the event loop, together with whatever else waits for it. For answers: sent
 * one by one between other work, each wakes a client that then finds nothing more to do; sent in a row, the first does
 * for all. On two cores this doubled what a signed call reaches, and no answer waits longer than the turn it is in.
 */
export function atTurnsEnd(act: () => void): void {
  if (waiting.push(act) === 1) setImmediate(actAll);
}

function actAll(): void {
  const now = waiting;
  waiting = [];
  for (const act of now) {
    try {
      act();
    } catch (error) {
      // The others' answers go out first.
      throwLater(error);
    }
  }
}
