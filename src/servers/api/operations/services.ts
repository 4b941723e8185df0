import type { Account } from "#features/account/index.ts";
import type { AddressInsights } from "#features/address-insights/index.ts";
import type { Blocklists } from "#features/blocklists/index.ts";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { ContactLists, Contacts } from "#features/contacts/index.ts";
import type { CustomVerification } from "#features/custom-verification/index.ts";
import type { DedicatedIps } from "#features/dedicated-ips/index.ts";
import type { DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import type { EventCounts, MetricCounts } from "#features/event-counts/index.ts";
import type { EventDestinations } from "#features/event-destinations/index.ts";
import type { ExportJobs } from "#features/export-jobs/index.ts";
import type {
  AddressProof,
  Identities,
  IdentityPolicies,
  IdentitySettings,
  ServiceNames,
} from "#features/identities/index.ts";
import type { ImportJobs } from "#features/import-jobs/index.ts";
import type { MultiRegionEndpoints } from "#features/multi-region-endpoints/index.ts";
import type { Recommendations } from "#features/recommendations/index.ts";
import type { Samples, Sending, SentMessages } from "#features/sending/index.ts";
import type { IdentityCertificates } from "#features/smime-certificates/index.ts";
import type { Suppression } from "#features/suppression/index.ts";
import type { Tags } from "#features/tags/index.ts";
import type { Templates } from "#features/templates/index.ts";
import type { Tenants } from "#features/tenants/index.ts";

/** The features that handlers translate for; each names those it uses. */
export interface Services {
  readonly account: Account;
  readonly addressInsights: AddressInsights;
  readonly addressProof: AddressProof;
  readonly blocklists: Blocklists;
  readonly configurationSets: ConfigurationSets;
  readonly contactLists: ContactLists;
  readonly contacts: Contacts;
  readonly customVerification: CustomVerification;
  readonly dedicatedIps: DedicatedIps;
  readonly deliverabilityTests: DeliverabilityTests;
  readonly eventCounts: EventCounts;
  readonly eventDestinations: EventDestinations;
  readonly exportJobs: ExportJobs;
  readonly identities: Identities;
  readonly identityCertificates: IdentityCertificates;
  readonly identityPolicies: IdentityPolicies;
  readonly identitySettings: IdentitySettings;
  readonly importJobs: ImportJobs;
  readonly metricCounts: MetricCounts;
  readonly multiRegionEndpoints: MultiRegionEndpoints;
  readonly recommendations: Recommendations;
  readonly samples: Samples;
  readonly sending: Sending;
  readonly sentMessages: SentMessages;
  readonly suppression: Suppression;
  readonly tags: Tags;
  readonly templates: Templates;
  readonly tenants: Tenants;
  /** The names that customers' records point at. */
  readonly names: ServiceNames;
}
