import { ConfigurationSets } from "#features/configuration-sets/index.ts";
import { ConfigurationSetStore } from "#features/configuration-sets/store.ts";
import { ContactListStore, ContactLists, ContactStore, Contacts } from "#features/contacts/index.ts";
import { CustomTemplateStore } from "#features/custom-verification/index.ts";
import { DedicatedIpStore, DedicatedIps } from "#features/dedicated-ips/index.ts";
import { DeliverabilityTestStore } from "#features/deliverability-tests/index.ts";
import type { EventDestinations } from "#features/event-destinations/index.ts";
import { type Identities, maySend, nameAsKept } from "#features/identities/index.ts";
import type { IdentityStore } from "#features/identities/store.ts";
import { MultiRegionEndpointStore, MultiRegionEndpoints } from "#features/multi-region-endpoints/index.ts";
import type { OwnerNotices } from "#features/owner-notices/index.ts";
import {
  CertificateExpiry,
  IdentityCertificateStore,
  IdentityCertificates,
  SmimeCertificateStore,
  SmimeCertificates,
} from "#features/smime-certificates/index.ts";
import type { Suppression } from "#features/suppression/index.ts";
import { type Taggable, Tags } from "#features/tags/index.ts";
import { TagStore } from "#features/tags/store.ts";
import type { Templates } from "#features/templates/index.ts";
import { TenantStore, Tenants } from "#features/tenants/index.ts";
import type { Database } from "#platform/database/open.ts";
import type { Owner } from "#platform/owner.ts";
import type { Ground } from "./ground.ts";

// Resources refer to one another: each asks the others only when it is called.

/** What carries tags. */
export function buildTags(
  database: Database,
  store: IdentityStore,
  resources: () => {
    readonly identities: Identities;
    readonly configurationSets: ConfigurationSets;
    readonly templates: Templates;
    readonly tenants: Tenants;
  } & Tagged,
): Tags {
  const customTemplates = new CustomTemplateStore(database);
  const tests = new DeliverabilityTestStore(database);
  return new Tags({
    store: new TagStore(database),
    taggable: [
      {
        kind: "identity",
        find: async (owner, name) => (await resources().identities.find(owner, name))?.name,
        changeRequiringExistence: (owner, name) => store.requireExistence(owner, name),
      },
      keptByName("configuration-set", () => resources().configurationSets),
      {
        kind: "tenant",
        // An ARN names it with its id: `tenant/<name>/<id>`.
        find: async (owner, named) => {
          const [name = "", id] = named.split("/");
          const tenant = await resources().tenants.find(owner, name);
          return tenant?.id === id ? tenant?.name : undefined;
        },
        changeRequiringExistence: (owner, name) => resources().tenants.changeRequiringExistence(owner, name),
      },
      keptByName("template", () => resources().templates),
      {
        kind: "contact-list",
        find: async (owner, name) => {
          const list = await resources().contactLists.find(owner);
          return list?.name === name ? name : undefined;
        },
        changeRequiringExistence: (owner, name) =>
          resources().contactLists.changeRequiringExistence(owner, name),
      },
      {
        kind: "custom-verification-email-template",
        find: async (owner, name) => (await customTemplates.find(owner, name))?.name,
        changeRequiringExistence: (owner, name) => customTemplates.requireExistence(owner, name),
      },
      {
        kind: "deliverability-test-report",
        find: async (owner, id) => (await tests.find(owner, id))?.id,
        changeRequiringExistence: (owner, id) => tests.requireExistence(owner, id),
      },
      keptByName("dedicated-ip-pool", () => resources().dedicatedIps),
      keptByName("multi-region-endpoint", () => resources().multiRegionEndpoints),
    ],
  });
}

function keptByName(
  kind: Taggable["kind"],
  resources: () => Pick<Taggable, "changeRequiringExistence"> & {
    exists(owner: Owner, name: string): Promise<boolean>;
  },
): Taggable {
  return {
    kind,
    find: async (owner, name) => ((await resources().exists(owner, name)) ? name : undefined),
    changeRequiringExistence: (owner, name) => resources().changeRequiringExistence(owner, name),
  };
}

export type Tagged = ReturnType<typeof buildTagged>;

/** What carries tags, and needs nothing else that does. */
export function buildTagged({ surroundings, database, config }: Ground, tags: Tags) {
  const common = { ...surroundings, tags };
  const contactLists = new ContactLists({ ...common, store: new ContactListStore(database) });
  return {
    contactLists,
    contacts: new Contacts({ ...common, contactLists, store: new ContactStore(database) }),
    dedicatedIps: new DedicatedIps({
      ...common,
      store: new DedicatedIpStore(database),
      addresses: config.outboundAddresses,
    }),
    multiRegionEndpoints: new MultiRegionEndpoints({
      ...common,
      store: new MultiRegionEndpointStore(database),
      serves: (region) => config.cells.serves(region),
    }),
  };
}

/** What signs messages with S/MIME. */
export function buildSmime({ surroundings, database, secrets }: Ground, identities: IdentityStore) {
  const certificates = new SmimeCertificateStore(database);
  const associations = new IdentityCertificateStore(database);
  const common = { ...surroundings, secrets, associations };
  return {
    smimeCertificates: new SmimeCertificates({ ...common, store: certificates }),
    identityCertificates: new IdentityCertificates({
      ...common,
      certificates,
      identities: {
        find: async (owner, name) => await identities.find(owner, nameAsKept(name)),
        changeRequiringExistence: (owner, name) => identities.requireExistence(owner, name),
      },
    }),
  };
}

/** Who tells owners that those expire. */
export function buildCertificateExpiry(
  { surroundings, database }: Ground,
  notices: OwnerNotices,
): CertificateExpiry {
  return new CertificateExpiry({
    ...surroundings,
    notices,
    certificates: new SmimeCertificateStore(database),
    associations: new IdentityCertificateStore(database),
  });
}

/** Who sends for whom, and with what. */
export function buildTenants(
  { surroundings, database }: Ground,
  { tags, suppression, store }: { tags: Tags; suppression: Suppression; store: IdentityStore },
  resources: () => {
    readonly identities: Identities;
    readonly configurationSets: ConfigurationSets;
    readonly templates: Templates;
  },
): Tenants {
  return new Tenants({
    ...surroundings,
    store: new TenantStore(database),
    tags,
    exists: async (owner, kind, name) => {
      const { identities, configurationSets, templates } = resources();
      if (kind === "identity") return (await identities.find(owner, name)) !== undefined;
      return await (kind === "template" ? templates : configurationSets).exists(owner, name);
    },
    changeRequiringExistence: (owner, kind, name) => {
      if (kind === "identity") return store.requireExistence(owner, name);
      const { configurationSets, templates } = resources();
      return (kind === "template" ? templates : configurationSets).changeRequiringExistence(owner, name);
    },
    changesOnRemoval: (owner, name) => suppression.changesToRemoveAll(owner, name),
  });
}

/** The rules that messages are sent under. */
export function buildConfigurationSets(
  { surroundings, database }: Ground,
  { tags, tenants, dedicatedIps }: { tags: Tags; tenants: Tenants; dedicatedIps: DedicatedIps },
  others: () => { readonly identities: Identities; readonly eventDestinations: EventDestinations },
): ConfigurationSets {
  return new ConfigurationSets({
    ...surroundings,
    store: new ConfigurationSetStore(database),
    tags,
    poolExists: async (owner, name) => await dedicatedIps.canSendFrom(owner, name),
    changesOnRemoval: (owner, name) => [
      ...others().eventDestinations.changesToRemoveAll(owner, name),
      tenants.changeRequiringNoHolder(owner, `configuration-set/${name}`),
    ],
    isVerifiedDomain: async (owner, domain) => {
      const identity = await others().identities.find(owner, domain);
      return identity?.kind === "domain" && maySend(identity);
    },
  });
}
