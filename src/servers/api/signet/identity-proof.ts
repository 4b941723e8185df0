import type { CheckRecord, Checks } from "#features/checks/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import {
  type AddressProof,
  dkimRecords,
  type Identities,
  type IdentityDetails,
  mailFromRecords,
  maySend,
  type ServiceNames,
  type Verification,
} from "#features/identities/index.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { statusName } from "./identity-status.ts";
import { keptToWire } from "./kept-json.ts";

const path = "/signet/v1/identities/:name";
const historyShown = 20;

/** What SES has no call for: which records to publish, what checks saw, and doing now what would happen by itself. */
export function identityProofRoutes(parts: {
  identities: Identities;
  addressProof: AddressProof;
  checks: Checks;
  domainChecks: DomainChecks;
  names: ServiceNames;
}): PlainRoute[] {
  const { identities, addressProof, checks, domainChecks, names } = parts;
  const show = async ({ owner }: Caller, name: string) => {
    const identity = await identities.get(owner, name);
    const [latest] = await checks.history(owner, identity.name, 1);
    return withResource(
      { ...toWire(identity, names), latest_check: latest && recordToWire(latest) },
      identity,
    );
  };
  return [
    { method: "GET", path, handle: async ({ caller, params }) => await show(caller, nameOf(params)) },
    {
      method: "GET",
      path: `${path}/checks`,
      handle: async ({ caller, params }) => {
        const identity = await identities.get(caller.owner, nameOf(params));
        const records = await checks.history(caller.owner, identity.name, historyShown);
        return withResource({ checks: records.map(recordToWire) }, identity);
      },
    },
    {
      method: "POST",
      path: `${path}/check`,
      handle: async ({ caller, params }) => {
        await domainChecks.checkNow(caller.owner, nameOf(params));
        return await show(caller, nameOf(params));
      },
    },
    {
      method: "POST",
      path: `${path}/rotate`,
      handle: async ({ caller, params }) => {
        await domainChecks.rotateNow(caller.owner, nameOf(params));
        return await show(caller, nameOf(params));
      },
    },
    {
      method: "POST",
      path: `${path}/resend`,
      handle: async ({ caller, params }) => {
        await addressProof.resend(caller.owner, nameOf(params));
        return await show(caller, nameOf(params));
      },
    },
  ];
}

function nameOf(params: PlainRequest["params"]): string {
  return params["name"] ?? "";
}

function toWire(identity: IdentityDetails, names: ServiceNames) {
  const { dkim, mailFrom } = identity;
  return {
    name: identity.name,
    kind: identity.kind,
    may_send: maySend(identity),
    verification: toStatus(identity.verification),
    dkim: {
      origin: dkim.origin,
      signing_enabled: dkim.signingEnabled,
      verification: toStatus(dkim.verification),
      keys: identity.keys.map(({ selector, state }) => ({
        selector,
        stage: state.stage,
        since: new Date(state.since).toISOString(),
        ...("bits" in state ? { bits: state.bits } : {}),
      })),
    },
    mail_from: mailFrom && { domain: mailFrom.domain, verification: toStatus(mailFrom.verification) },
    records:
      identity.kind === "domain"
        ? [...dkimRecords(identity.name, identity.keys, names), ...mailFromRecords(identity, names)]
        : [],
  };
}

function toStatus({ status, since }: Verification) {
  return { status: statusName(status), since: new Date(since).toISOString() };
}

function recordToWire({ id, subject, firstSeenAt, checkedAt, verdict, evidence }: CheckRecord) {
  return {
    id,
    subject,
    first_seen_at: new Date(firstSeenAt).toISOString(),
    checked_at: new Date(checkedAt).toISOString(),
    status: verdict,
    evidence: keptToWire(evidence),
  };
}
