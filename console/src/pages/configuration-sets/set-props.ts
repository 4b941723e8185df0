import type { ConfigurationSet } from "#console/api/configuration-sets.ts";

/** Of whatever shows or changes one set. */
export interface SetProps {
  readonly name: string;
  readonly set: ConfigurationSet;
}
