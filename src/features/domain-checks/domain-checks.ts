import { hash } from "node:crypto";
import { type Checks, type ClaimedCheck } from "#features/checks/index.ts";
import { type DkimKey, type DkimKeys, hasKey } from "#features/dkim-keys/index.ts";
import type { DnsInspector, Evidence } from "#features/dns-evidence/index.ts";
import {
  type Identities,
  type Identity,
  type IdentityVerdicts,
  noSuchIdentity,
  parentRegion,
  type ServiceNames,
} from "#features/identities/index.ts";
import type { OwnerNotices, StatusChange } from "#features/owner-notices/index.ts";
import { type Clock, hourMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { withdrawnOrLeaseLost } from "#platform/lease-lost.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { dkimExpectations, mailFromExpectations } from "./expectations.ts";
import { type Finding, type Judgement, judge } from "./judgement.ts";

/** Checking takes queries to other people's servers: not more often than this at a caller's wish. */
const checkNowEveryMs = 5 * secondMs;

/** The key behind a token is made once its CNAME is there; what is published of it is seen a moment later. */
const newKeyVisibleMs = 1_500;

/** How long after its creation a domain is taken to be set up by somebody who wants to see everything. */
const watchedForMs = hourMs;

interface Parts {
  readonly checks: Checks;
  readonly identities: Identities;
  readonly verdicts: IdentityVerdicts;
  readonly dkimKeys: DkimKeys;
  readonly inspector: DnsInspector;
  /** Who tells the owner. */
  readonly notices: OwnerNotices;
  readonly names: ServiceNames;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What came of a claim: the status after the check, or why there is none. */
export type CheckEnd =
  | Judgement["verification"]["status"]
  | "key-made"
  | "not-wanted"
  | "handed-back"
  | "lease-lost";

/** Looks in DNS for what proves a domain, and makes of it what the identity's status becomes. */
export class DomainChecks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Runs one check under its lease and records what it saw: resolves to what the status became. Does nothing when the
   * lease was lost meanwhile, or the check withdrawn; stopped by the signal, it hands the check back.
   */
  async run(claim: ClaimedCheck, signal: AbortSignal): Promise<CheckEnd> {
    const { identities, checks, clock } = this.#parts;
    try {
      const identity = await identities.get(claim.owner, claim.identity).catch(absent);
      if (identity === undefined) return await this.#forget(claim);
      if (claim.subject === "dkim") return await this.#checkDkim(claim, identity, signal);
      return await this.#checkMailFrom(claim, identity, signal);
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) {
        return withdrawnOrLeaseLost(error, { leaseUntil: claim.leaseUntil, now: clock.now() });
      }
      await checks.handBack(claim);
      return "handed-back";
    }
  }

  /** Brings a domain's checks forward. Throws `not-found`, `bad-request` for an address without a MAIL FROM domain, `too-many-requests`. */
  async checkNow(owner: Owner, name: string): Promise<void> {
    const { identities, checks, clock } = this.#parts;
    const identity = await identities.find(owner, name);
    if (identity === undefined) throw noSuchIdentity(name);
    if (identity.kind === "address" && identity.mailFrom === undefined) {
      throw new CallerError(
        "bad-request",
        "An address is proven by the link that was mailed to it, not by DNS.",
      );
    }
    // What an identity remembers is of the check that proves a domain.
    const [latest] = await checks.history(owner, identity.name, { limit: 1 });
    const sinceMs = clock.now() - Math.max(identity.lastCheck.lastCheckedAt ?? 0, latest?.checkedAt ?? 0);
    // A clock that was set back must not refuse for as long as it was ahead.
    if (sinceMs >= 0 && sinceMs < checkNowEveryMs) {
      throw new CallerError("too-many-requests", "This domain was checked less than 5 seconds ago.");
    }
    if (identity.kind === "domain") {
      await checks.hasten({ owner, identity: identity.name, subject: "dkim" });
    }
    if (identity.mailFrom !== undefined) {
      await checks.hasten({ owner, identity: identity.name, subject: "mail-from" });
    }
  }

  /** Makes the next key of a verified Easy DKIM domain now; it signs once it was seen. */
  async rotateNow(owner: Owner, name: string): Promise<void> {
    const { identities, dkimKeys, checks } = this.#parts;
    const identity = await identities.find(owner, name);
    if (identity === undefined) throw noSuchIdentity(name);
    const bits = identity.dkim.nextKeyBits;
    if (identity.kind !== "domain" || identity.dkim.origin !== "AWS_SES" || bits === undefined) {
      throw new CallerError("bad-request", "Only a domain with Easy DKIM has keys that we can rotate.");
    }
    if (await dkimKeys.rotate(owner, identity.name, { bits, atOnce: true })) {
      await checks.hasten({ owner, identity: identity.name, subject: "dkim" });
      return;
    }
    throw new CallerError(
      "conflict",
      identity.dkim.verification.status === "success"
        ? "A rotation is under way: the new key has yet to be seen in DNS, or the keys before it are still published, which is for 7 days."
        : "The domain has no key yet: publish its CNAME records first.",
    );
  }

  /** The step that age brings: a new key after 180 days, the end of a retired one. */
  async rotateIfDue(owner: Owner, name: string): Promise<void> {
    const { identities, dkimKeys, checks } = this.#parts;
    const identity = await identities.find(owner, name);
    const bits = identity?.dkim.nextKeyBits;
    if (identity === undefined || bits === undefined || identity.dkim.verification.status !== "success")
      return;
    if (await dkimKeys.rotate(owner, name, { bits, atOnce: false })) {
      await checks.hasten({ owner, identity: name, subject: "dkim" });
    }
  }

  async #checkDkim(
    claim: ClaimedCheck,
    identity: Identity & { keys: readonly DkimKey[] },
    signal: AbortSignal,
  ): Promise<CheckEnd> {
    const { dkimKeys, inspector, names, clock, verdicts } = this.#parts;
    const { owner, keys } = identity;
    const { status, since } = identity.dkim.verification;
    // While somebody may be watching, every record is shown; a domain left alone costs one question until it is set up.
    const stopAtFirstMiss = status === "pending" && clock.now() - since > watchedForMs;
    const expectations = dkimExpectations(identity.name, keys, names);
    const evidence = await inspector.inspectAll(expectations, signal, { stopAtFirstMiss });
    const finding = findingOf(evidence);
    if (finding === "found" && !keys.some(hasKey)) {
      // Only now is a key needed: a domain that is never set up never costs one.
      const keyOwner = { ...owner, region: parentRegion(identity.dkim.origin) ?? owner.region };
      await dkimKeys.withFirstKey(keyOwner, identity.name, identity.dkim.nextKeyBits ?? 2048);
      const next = { dueAt: clock.now() + newKeyVisibleMs, misses: 0 };
      await this.#parts.checks.complete(claim, { next, seen: undefined });
      return "key-made";
    }
    const judgement = judge(
      { verification: identity.dkim.verification, misses: claim.misses },
      finding,
      clock.now(),
    );
    const fault = identity.keys.length === 0 ? identity.lastCheck.errorType : undefined;
    await this.#complete(
      claim,
      { judgement, evidence, before: identity.dkim.verification.status, identity },
      [
        ...verdicts.changesToRecordDkim(identity, judgement.verification, summaryOf(evidence, fault)),
        ...(await this.#changesToTell(identity, "dkim", {
          before: status,
          after: judgement.verification.status,
        })),
        ...(finding === "found" ? dkimKeys.changesToActivate(owner, identity.name, keys) : []),
      ],
    );
    if (finding === "found") await this.#changeLength(identity, keys);
    return judgement.verification.status;
  }

  /** A length that was changed while a key waited to be seen is that of the next: made now that this one was. */
  async #changeLength({ owner, name, dkim }: Identity, keys: readonly DkimKey[]): Promise<void> {
    const { nextKeyBits: bits, origin } = dkim;
    const signing =
      keys.find(({ state }) => state.stage === "pending") ??
      keys.find(({ state }) => state.stage === "active");
    if (origin !== "AWS_SES" || bits === undefined || signing === undefined || !hasKey(signing)) return;
    if (signing.state.bits !== bits) await this.rotateIfDue(owner, name);
  }

  async #checkMailFrom(claim: ClaimedCheck, identity: Identity, signal: AbortSignal): Promise<CheckEnd> {
    const { inspector, names, clock, verdicts } = this.#parts;
    if (identity.mailFrom === undefined) return await this.#forget(claim);
    const evidence = await inspector.inspectAll(mailFromExpectations(identity, names), signal);
    const before = { verification: identity.mailFrom.verification, misses: claim.misses };
    const judgement = judge(before, findingOf(evidence), clock.now());
    await this.#complete(claim, { judgement, evidence, before: before.verification.status, identity }, [
      ...verdicts.changesToRecordMailFrom(identity, judgement.verification),
      ...(await this.#changesToTell(identity, "mail-from", {
        before: before.verification.status,
        after: judgement.verification.status,
      })),
    ]);
    return judgement.verification.status;
  }

  /** What was to be checked is no longer there. */
  async #forget(claim: ClaimedCheck): Promise<CheckEnd> {
    await this.#parts.checks.complete(claim, { next: undefined, seen: undefined });
    return "not-wanted";
  }

  async #complete(
    claim: ClaimedCheck,
    {
      judgement,
      evidence,
      before,
      identity,
    }: { judgement: Judgement; evidence: readonly Evidence[]; before: string; identity: Identity },
    alongside: Parameters<Checks["complete"]>[2],
  ): Promise<void> {
    const { checks, clock } = this.#parts;
    const { againInMs, misses } = judgement;
    const next =
      againInMs === undefined ? undefined : { dueAt: clock.now() + this.#spread(againInMs), misses };
    const seen = { verdict: judgement.verification.status, evidence, fingerprint: fingerprintOf(evidence) };
    await checks.complete(claim, { next, seen }, alongside);
    const { status: after } = judgement.verification;
    if (after === before) return;
    const { subject, owner } = claim;
    this.#parts.log.info(
      { ...owner, identityId: identity.id, subject, before, after },
      "A domain's status changed.",
    );
  }

  async #changesToTell(
    identity: Identity,
    subject: StatusChange["subject"],
    statuses: Pick<StatusChange, "before" | "after">,
  ) {
    return await this.#parts.notices.changesToTell({ identity, subject, ...statuses });
  }

  /** Up to a tenth sooner, so that domains created together are not checked together for ever. */
  #spread(ms: number): number {
    const [byte = 0] = this.#parts.random.bytes(1);
    return Math.round(ms * (1 - byte / 2_560));
  }
}

/** Of what was seen, without how long it took and in which order: a domain that waits for three days has one record of it, not hundreds. */
function fingerprintOf(evidence: readonly Evidence[]): string {
  const seen = evidence.map(({ expectation, verdict, diagnosis, servers }) => [
    expectation,
    verdict,
    diagnosis.text,
    servers.map(({ name, address, result, answers }) => [
      name,
      address,
      result,
      answers.map(({ value }) => value).sort(),
    ]),
  ]);
  return hash("sha256", JSON.stringify(seen), "base64url");
}

/** One wrong record is enough to be missing; otherwise one that nobody answered for leaves the matter open. */
function findingOf(evidence: readonly Evidence[]): Finding {
  if (evidence.length === 0) return "missing";
  if (evidence.some(({ verdict }) => verdict === "absent" || verdict === "wrong" || verdict === "disagree")) {
    return "missing";
  }
  return evidence.every(({ verdict }) => verdict === "found") ? "found" : "unreachable";
}

/** The first fault speaks for the domain. */
function summaryOf(evidence: readonly Evidence[], fault: string | undefined) {
  return {
    errorType: fault ?? evidence.find(({ errorType }) => errorType !== undefined)?.errorType,
    soa: evidence.find(({ soa }) => soa !== undefined)?.soa,
  };
}

function absent(error: unknown): undefined {
  if (error instanceof CallerError && error.problem === "not-found") return undefined;
  throw error;
}
