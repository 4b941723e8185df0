import type { Caller } from "#servers/api/auth/caller.ts";

/** The same caller as it would ask in another region. */
export function inRegion(caller: Caller, region: string): Caller {
  return { ...caller, owner: { ...caller.owner, region } };
}
