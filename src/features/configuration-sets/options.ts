import { badRequest, CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { ConfigurationSetOptions, DeliveryOptions, TrackingOptions } from "./configuration-set.ts";

/** Whether a domain is itself a verified identity of this account: that a domain above it is one does not do. */
export type IsVerifiedDomain = (owner: Owner, domain: string) => Promise<boolean>;

/** Whether there is a pool of dedicated addresses of that name. */
export type PoolExists = (owner: Owner, pool: string) => Promise<boolean>;

/** Groups as a caller gives them: one that is present is set, or (undefined) cleared. */
export type OptionsChange = {
  readonly [Group in keyof ConfigurationSetOptions]?: Group extends "tracking"
    ? TrackingRequest | undefined
    : ConfigurationSetOptions[Group];
};

export interface TrackingRequest {
  readonly customRedirectDomain: string | undefined;
  readonly httpsPolicy: TrackingOptions["httpsPolicy"];
}

/** Throws `invalid-tracking-options` in SES's words. A policy alone sets nothing; nothing at all clears. */
export async function checkTracking(
  owner: Owner,
  { customRedirectDomain: domain, httpsPolicy }: TrackingRequest,
  isVerifiedDomain: IsVerifiedDomain,
): Promise<TrackingOptions | undefined> {
  if (domain === undefined && httpsPolicy === undefined) return undefined;
  if (domain === undefined || domain.trim() === "")
    throw noTracking("CustomRedirectDomain must be specified.");
  if (!(await isVerifiedDomain(owner, domain))) {
    throw noTracking(`Domain <${domain}> is not verified under this account.`);
  }
  return { customRedirectDomain: domain, httpsPolicy };
}

function noTracking(message: string): CallerError {
  return new CallerError("invalid-tracking-options", message, [{ path: "CustomRedirectDomain", message }]);
}

/** Throws `bad-request` in SES's words. Nothing at all clears. */
export async function checkDelivery(
  owner: Owner,
  delivery: DeliveryOptions,
  poolExists: PoolExists,
): Promise<DeliveryOptions | undefined> {
  const { sendingPool } = delivery;
  if (sendingPool?.trim() === "") throw badRequest("SendingPoolName", "sendingPoolName can't be blank.");
  if (sendingPool !== undefined && !(await poolExists(owner, sendingPool))) {
    throw badRequest("SendingPoolName", `SendingPool <${sendingPool}> doesn't exist`);
  }
  return unlessEmpty(delivery);
}

export function unlessEmpty(delivery: DeliveryOptions): DeliveryOptions | undefined {
  const { tlsPolicy, sendingPool, maxDeliverySeconds } = delivery;
  const isEmpty = tlsPolicy === undefined && sendingPool === undefined && maxDeliverySeconds === undefined;
  return isEmpty ? undefined : delivery;
}
