import type { Owner } from "#platform/owner.ts";

/** What messages are sent through from two regions: those of its owner and another. */
export interface MultiRegionEndpoint {
  readonly owner: Owner;
  /** What `EndpointId` calls it, in whatever region: a part of a host's name, where AWS's are reached. */
  readonly id: string;
  readonly name: string;
  readonly secondaryRegion: string;
  readonly createdAt: number;
}

/** The primary one first. */
export function regionsOf({ owner, secondaryRegion }: MultiRegionEndpoint): readonly string[] {
  return [owner.region, secondaryRegion];
}
