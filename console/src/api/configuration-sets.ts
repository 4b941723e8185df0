import type { GetConfigurationSetResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain, Resource } from "./plain.ts";

export type ConfigurationSet = Plain<GetConfigurationSetResponse> & Resource;

export const configurationSetsKey = ["configuration-sets"] as const;
const listPath = "/signet/v1/configuration-sets";

export interface SetListed {
  readonly name: string;
  readonly created_at: string;
  readonly sending_enabled: boolean;
  readonly pool: string | null;
}

interface SetPage {
  readonly configuration_sets: readonly SetListed[];
  readonly next_token: string | null;
}

export interface SetFilter {
  /** A part of it, in its own case. */
  readonly name?: string | undefined;
  /** The pool of dedicated IPs that they send from. */
  readonly pool?: string | undefined;
}

export function configurationSetsQuery(filter: SetFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...configurationSetsKey, "list", filter],
    queryFn: async ({ signal, pageParam }) =>
      await call<SetPage>("GET", listPath, {
        query: { ...filter, page_size: 100, next_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
  });
}

/** The first few that match, where the list is elsewhere. */
export function fewSetsQuery(filter: SetFilter, atMost: number) {
  return queryOptions({
    queryKey: [...configurationSetsKey, "few", filter, atMost],
    queryFn: async ({ signal }) =>
      await call<SetPage>("GET", listPath, { query: { ...filter, page_size: atMost }, signal }),
  });
}

/** As far as a choice of them goes. */
export function namesOfSets(list: { readonly pages: readonly SetPage[] } | undefined): string[] {
  return list?.pages.flatMap(({ configuration_sets }) => configuration_sets.map(({ name }) => name)) ?? [];
}

export function configurationSetQuery(name: string) {
  return queryOptions({
    queryKey: [...configurationSetsKey, "one", name],
    queryFn: async ({ signal }) => await readConfigurationSet(name, signal),
  });
}

async function readConfigurationSet(name: string, signal?: AbortSignal): Promise<ConfigurationSet> {
  return await call("GET", configurationSetPath(name), signal === undefined ? {} : { signal });
}

/** How what was sent with a set was received lately. */
export interface Reputation {
  readonly days: number;
  readonly sent: number;
  readonly bounce_rate: number | null;
  readonly complaint_rate: number | null;
}

export function reputationQuery(name: string) {
  return queryOptions({
    queryKey: [...configurationSetsKey, "reputation", name],
    queryFn: async ({ signal }) =>
      await call<Reputation>("GET", `${listPath}/${encodeURIComponent(name)}/reputation`, { signal }),
  });
}

export async function createConfigurationSet(name: string): Promise<void> {
  await call("POST", "/v2/email/configuration-sets", { body: { ConfigurationSetName: name } });
}

export async function deleteConfigurationSet(name: string): Promise<void> {
  await call("DELETE", configurationSetPath(name));
}

/** The groups of options, each with the members that SES's call for it takes. */
interface OptionGroups {
  readonly sending: { readonly SendingEnabled: boolean };
  readonly "reputation-options": { readonly ReputationMetricsEnabled: boolean };
  readonly "delivery-options": NonNullable<ConfigurationSet["DeliveryOptions"]>;
  readonly "tracking-options": Partial<NonNullable<ConfigurationSet["TrackingOptions"]>>;
  readonly "suppression-options": NonNullable<ConfigurationSet["SuppressionOptions"]>;
  readonly "archiving-options": NonNullable<ConfigurationSet["ArchivingOptions"]>;
  readonly "vdm-options": { readonly VdmOptions: NonNullable<ConfigurationSet["VdmOptions"]> };
}

/** Sets a whole group: what is left out of it is cleared. */
export async function putOptions<Group extends keyof OptionGroups>(
  name: string,
  group: Group,
  options: OptionGroups[Group],
): Promise<void> {
  await call("PUT", `${configurationSetPath(name)}/${group}`, { body: options });
}

/** What its messages are signed with beside DKIM: S/MIME, or nothing. */
export async function putSigningScheme(name: string, scheme: "SmimeScheme" | "DefaultScheme"): Promise<void> {
  const MessageSecurityOptions = { SigningScheme: { [scheme]: {} } };
  await call("POST", "/v2/email/update-configuration-sets", {
    body: { ConfigurationSetName: name, MessageSecurityOptions },
  });
}

/** Changes some of these options, beside the others as they are now. */
export async function changeVdmOptions(
  name: string,
  changed: NonNullable<ConfigurationSet["VdmOptions"]>,
): Promise<void> {
  const { VdmOptions } = await readConfigurationSet(name);
  await putOptions(name, "vdm-options", { VdmOptions: { ...VdmOptions, ...changed } });
}

export function configurationSetPath(name: string): string {
  return `/v2/email/configuration-sets/${encodeURIComponent(name)}`;
}
