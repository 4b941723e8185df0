import type { CheckRecord, Checks } from "#features/checks/index.ts";
import { type DomainChecks, foundRecord } from "#features/domain-checks/index.ts";
import {
  type AddressProof,
  type Identities,
  type IdentityDetails,
  maySend,
  requiredRecords,
  type ServiceNames,
  type Verification,
} from "#features/identities/index.ts";
import type { LocalZone } from "#features/local-zone/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readPage } from "#platform/paging.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { statusOnWire } from "#servers/api/verification-status.ts";
import { recordToWire } from "./identity-records.ts";
import { keptToWire } from "./kept-json.ts";
import { readPageRequest, readWord } from "./read-query.ts";

const path = "/signet/v1/identities/:name";
/** How far back is looked for what was found of each record. */
const checksLookedAt = 20;

interface Parts {
  readonly identities: Identities;
  readonly addressProof: AddressProof;
  readonly checks: Checks;
  readonly domainChecks: DomainChecks;
  readonly localZone: () => LocalZone;
  readonly names: ServiceNames;
}

/** What SES has no call for: which records to publish, what checks saw, and doing now what would happen by itself. */
export function identityProofRoutes(parts: Parts): PlainRoute[] {
  const { addressProof, domainChecks } = parts;
  /** Does something, and shows what became of the identity. */
  const act =
    (what: (owner: Owner, name: string) => Promise<void>) =>
    async ({ caller: { owner }, params }: PlainRequest) => {
      await what(owner, nameOf(params));
      return await show(parts, owner, nameOf(params));
    };
  return [
    { method: "GET", path, handle: act(async () => {}) },
    { method: "GET", path: `${path}/checks`, handle: async (request) => await listChecks(parts, request) },
    {
      method: "POST",
      path: `${path}/check`,
      handle: act(async (owner, name) => await domainChecks.checkNow(owner, name)),
    },
    {
      method: "POST",
      path: `${path}/rotate`,
      handle: act(async (owner, name) => await domainChecks.rotateNow(owner, name)),
    },
    {
      method: "POST",
      path: `${path}/resend`,
      handle: act(async (owner, name) => await addressProof.resend(owner, name)),
    },
    {
      method: "POST",
      path: `${path}/publish`,
      handle: act(async (owner, name) => await publish(parts, owner, name)),
    },
  ];
}

async function show({ identities, checks, names }: Parts, owner: Owner, name: string) {
  const identity = await identities.get(owner, name);
  const history = await checks.history(owner, identity.name, { limit: checksLookedAt });
  const [latest] = history;
  const records = requiredRecords(identity, names).map((record) =>
    recordToWire(record, foundRecord(record, history)),
  );
  return withResource(
    { ...toWire(identity), records, latest_check: latest && checkToWire(latest) },
    identity,
  );
}

async function listChecks({ identities, checks }: Parts, { caller: { owner }, params, query }: PlainRequest) {
  const identity = await identities.get(owner, nameOf(params));
  const subject = readWord(query, "subject", ["dkim", "mail-from"]);
  const { items, nextToken } = await readPage(readPageRequest(query), {
    name: `checks of ${identity.id}`,
    positionOf: ({ id }: CheckRecord) => id,
    read: async ({ after, limit }) =>
      await checks.history(owner, identity.name, { before: after, limit, subject }),
  });
  return withResource({ checks: items.map(checkToWire), next_token: nextToken ?? null }, identity);
}

/** Publishes the records in the local zone, and looks for them, unless that was done a moment ago. */
async function publish({ identities, domainChecks, localZone, names }: Parts, owner: Owner, name: string) {
  const zone = localZone();
  const identity = await identities.get(owner, name);
  await zone.publish(requiredRecords(identity, names));
  await domainChecks.checkNow(owner, name).catch((error: unknown) => {
    if (!(error instanceof CallerError && error.problem === "too-many-requests")) throw error;
  });
}

function nameOf(params: PlainRequest["params"]): string {
  return params["name"] ?? "";
}

function toWire(identity: IdentityDetails) {
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
  };
}

function toStatus({ status, since }: Verification) {
  return { status: statusOnWire(status), since: new Date(since).toISOString() };
}

function checkToWire({ id, subject, firstSeenAt, checkedAt, verdict, evidence }: CheckRecord) {
  return {
    id,
    subject,
    first_seen_at: new Date(firstSeenAt).toISOString(),
    checked_at: new Date(checkedAt).toISOString(),
    status: verdict,
    evidence: keptToWire(evidence),
  };
}
