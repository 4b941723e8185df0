import { configurationSetQuery, type putOptions } from "#console/api/configuration-sets.ts";
import { useChange } from "#console/elements/use-change.ts";

/** Saves a group of options: the page has it read again, and says so. */
export function usePutOptions<Input>(name: string, put: (input: Input) => ReturnType<typeof putOptions>) {
  return useChange({
    change: put,
    affects: [configurationSetQuery(name).queryKey],
    done: "Saved",
    tellsFailure: false,
  });
}
