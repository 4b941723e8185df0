import type { Migration } from "./migration.ts";

/** Sets that were told a suppression scope alone were once kept with an empty list of reasons, which switches suppression off. */
export const scopeAlone: Migration = {
  name: "0067-scope-alone",
  statements: () => [
    `update configuration_sets
      set suppression_options = replace(suppression_options, '"reasons":[],"scope":', '"scope":')
      where suppression_options like '{"reasons":[],"scope":%'`,
  ],
};
