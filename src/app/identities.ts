import type { AwsServices } from "#features/aws-services/index.ts";
import type { Checks } from "#features/checks/index.ts";
import type { DkimKeys } from "#features/dkim-keys/index.ts";
import { EventDestinationStore, EventDestinations } from "#features/event-destinations/index.ts";
import { IdentityDetailsStore } from "#features/identities/details-store.ts";
import {
  AddressProof,
  DomainOwnersStore,
  Identities,
  IdentityPolicies,
  IdentitySettings,
  IdentityVerdicts,
  LinkHosts,
} from "#features/identities/index.ts";
import { PolicyStore } from "#features/identities/policies-store.ts";
import { IdentityStore } from "#features/identities/store.ts";
import type { Suppression } from "#features/suppression/index.ts";
import { Renderer, TemplateStore, Templates } from "#features/templates/index.ts";
import type { Tenants } from "#features/tenants/index.ts";
import type { Topics } from "#features/topics/index.ts";
import type { VerificationLinks } from "#features/verification-links/index.ts";
import type { Ground } from "./ground.ts";
import {
  buildConfigurationSets,
  buildSmime,
  buildTagged,
  buildTags,
  buildTenants,
  type Tagged,
} from "./resources.ts";

/** Identities and configuration sets with their tags, which refer to one another. */
export function buildIdentities(
  ground: Ground,
  others: {
    readonly links: VerificationLinks;
    readonly checks: Checks;
    readonly dkimKeys: DkimKeys;
    readonly topics: Topics;
    readonly aws: AwsServices;
    readonly suppression: Suppression;
  },
) {
  const { surroundings, database } = ground;
  const store = new IdentityStore(database);
  const policyStore = new PolicyStore(database);
  // The resources refer to their tags and the tags to their resources: each asks the other only when called.
  const resources = () => ({ ...tagged, identities, configurationSets, templates, tenants });
  const tags = buildTags(database, store, resources);
  const tagged: Tagged = buildTagged(ground, tags);
  const templates: Templates = new Templates({
    ...surroundings,
    store: new TemplateStore(database),
    renderer: new Renderer(),
    tags,
    changesOnRemoval: (owner, name) => [tenants.changeRequiringNoHolder(owner, `template/${name}`)],
  });
  const smime = buildSmime(ground, store);
  const tenants: Tenants = buildTenants(ground, { ...others, tags, store }, resources);
  const configurationSets = buildConfigurationSets(ground, { ...tagged, tags, tenants }, () => ({
    identities,
    eventDestinations,
  }));
  const eventDestinations: EventDestinations = new EventDestinations({
    ...surroundings,
    ...others,
    store: new EventDestinationStore(database),
    configurationSets,
  });
  const related = { ...surroundings, ...others, store, configurationSets, tags };
  const identities = new Identities({
    ...related,
    details: new IdentityDetailsStore(database),
    policies: policyStore,
    changesOnRemoval: (owner, name) => [
      tenants.changeRequiringNoHolder(owner, `identity/${name}`),
      ...smime.identityCertificates.changesToRemoveAll(owner, name),
    ],
  });
  return {
    ...smime,
    ...tagged,
    configurationSets,
    eventDestinations,
    identities,
    tags,
    templates,
    tenants,
    ...aroundIdentities(ground, { ...related, policies: policyStore }),
  };
}

/** What is done with identities beside keeping them. */
function aroundIdentities(
  { database, publicUrl }: Ground,
  related: ConstructorParameters<typeof IdentitySettings>[0] &
    ConstructorParameters<typeof IdentityVerdicts>[0] &
    Omit<ConstructorParameters<typeof AddressProof>[0], "linkHosts">,
) {
  const { store, policies } = related;
  const domainOwners = new DomainOwnersStore(database);
  const linkHosts = new LinkHosts({ store: domainOwners, publicUrl });
  return {
    addressProof: new AddressProof({ ...related, linkHosts }),
    domainOwners,
    identityPolicies: new IdentityPolicies({ identities: store, policies }),
    identitySettings: new IdentitySettings(related),
    linkHosts,
    verdicts: new IdentityVerdicts(related),
  };
}
