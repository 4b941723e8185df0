import type { ConfigurationSet } from "#features/configuration-sets/index.ts";
import { CallerError } from "#platform/errors.ts";
import { OlderRefusal } from "#servers/api/older-refusal.ts";

type Tracked = Pick<ConfigurationSet, "name" | "tracking">;

/** What v2 puts, the older API makes, changes and deletes. */
export function requireTracking({ name, tracking }: Tracked): void {
  if (tracking !== undefined) return;
  const message = `Configuration set <${name}> has no tracking options.`;
  throw new OlderRefusal("TrackingOptionsDoesNotExistException", new CallerError("not-found", message));
}

export function requireNoTracking({ name, tracking }: Tracked): void {
  if (tracking === undefined) return;
  const message = `Configuration set <${name}> has tracking options already.`;
  throw new OlderRefusal("TrackingOptionsAlreadyExistsException", new CallerError("already-exists", message));
}
