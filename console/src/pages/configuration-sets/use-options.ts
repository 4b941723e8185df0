import {
  type ConfigurationSet,
  configurationSetQuery,
  configurationSetsKey,
} from "#console/api/configuration-sets.ts";
import { useDraft } from "#console/elements/use-draft.ts";
import type { SetProps } from "./set-props.ts";

/** A group of a set's options while it is edited. */
export function useOptions<Options extends object>(
  { name, set }: SetProps,
  optionsOf: (set: ConfigurationSet) => Options,
  put: (options: Options, now: ConfigurationSet) => Promise<void>,
) {
  return useDraft({
    query: configurationSetQuery(name),
    there: set,
    part: optionsOf,
    put,
    // The lists tell some of them, too.
    affects: [configurationSetsKey],
  });
}
