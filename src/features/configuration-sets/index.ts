export type {
  ConfigurationSet,
  SigningScheme,
  SuppressionOptions,
  VdmOptions,
} from "./configuration-set.ts";
export { ConfigurationSets } from "./configuration-sets.ts";
export type { OptionsChange, TrackingRequest } from "./options.ts";
