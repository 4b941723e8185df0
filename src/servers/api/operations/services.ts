import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type {
  Identities,
  IdentityPolicies,
  IdentitySettings,
  ServiceNames,
} from "#features/identities/index.ts";
import type { Sending } from "#features/sending/index.ts";
import type { Tags } from "#features/tags/index.ts";

/** The features that handlers translate for; each names those it uses. */
export interface Services {
  readonly configurationSets: ConfigurationSets;
  readonly identities: Identities;
  readonly identityPolicies: IdentityPolicies;
  readonly identitySettings: IdentitySettings;
  readonly sending: Sending;
  readonly tags: Tags;
  /** The names that customers' records point at. */
  readonly names: ServiceNames;
}
