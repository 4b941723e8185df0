import { createPrivateKey } from "node:crypto";
import type { OwnerNotices } from "#features/owner-notices/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, hourMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { AcmeClient } from "#protocols/acme/client.ts";
import type { ExternalAccount } from "#protocols/acme/jws.ts";
import { AcmeFailure } from "#protocols/acme/problem.ts";
import { renewalWindow } from "#protocols/acme/renewal-info.ts";
import type { Got, GuardedRequest } from "#protocols/http/guarded-request.ts";
import type { Issuance, Issued } from "./issuance.ts";
import { type KeptIssuance, type Sealed, unlessLost } from "./kept-issuance.ts";
import { sortNames } from "./names.ts";
import { arrivedNotice, failedNotice } from "./notice.ts";
import { heeding, kindOf, pauseAfter } from "./schedule.ts";
import { beginOrder, continueOrder, type StepParts, type Stepped } from "./steps.ts";

interface AcmeOrdersParts {
  readonly kept: KeptIssuance;
  readonly directory: string;
  readonly contact: string | undefined;
  readonly externalAccount: ExternalAccount | undefined;
  readonly names: readonly string[];
  readonly zone: string;
  readonly ask: (url: string, request: GuardedRequest) => Promise<Got>;
  /** The names that CNAMEs lead through; undefined where nobody could be asked. */
  readonly aliasesOf: (name: string) => Promise<readonly string[] | undefined>;
  readonly textsAtEach: StepParts["textsAtEach"];
  readonly notices: Pick<OwnerNotices, "changesToMail">;
  /** Whose contacts are told. */
  readonly operator: Owner;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What came of a claim; `unproven`: what was found of names outside the zone, where they were looked for. */
type Outcome = { readonly unproven?: readonly string[] } & (
  | Stepped
  | { readonly kind: "nothing"; readonly certificate: Issued }
  | { readonly kind: "failed"; readonly failure: AcmeFailure }
);

/** For one step: questions of ten seconds at the very most, some of them for all names, and two for each. */
const leaseMs = 2 * minuteMs;
const leaseForNameMs = 20 * secondMs;
/** Whether a missing record has been published. */
const lookedForEveryMs = hourMs;
/** What the authority says of the renewal. */
const advisedEveryMs = 12 * hourMs;
/** Longer than anything is put off, by us or by the authority (`retry-after.ts`). */
const longestPauseMs = 25 * hourMs;
/** The first of them may be a hiccup, and who sets this up looks at the log. */
const toldAtFailure = 3;

/**
 * Has a certificate made by an authority that speaks ACME (RFC 8555), and renewed. Step by step: after each, what is known is on disk, and any
 * process may take the next. Who would replace what another has replaced meanwhile changes nothing, so there is one order at a time.
 */
export class AcmeOrders {
  readonly #parts: AcmeOrdersParts;
  readonly #wanted: string;
  #isWishHeeded = false;
  /** Of the order under way: what it knows of the authority is not asked for at every step. */
  #client: Promise<AcmeClient> | undefined;

  constructor(parts: AcmeOrdersParts) {
    this.#parts = parts;
    const { directory, names, contact, externalAccount } = parts;
    this.#wanted = JSON.stringify([directory, names.toSorted(), contact, externalAccount?.keyId]);
  }

  async claimDue(): Promise<Sealed[]> {
    const { kept, clock, names } = this.#parts;
    const found = await this.#find();
    const { issuance } = found;
    // Once for each process: two that want different names would else order in turns for ever.
    this.#isWishHeeded ||= issuance.wanted === this.#wanted;
    const isNews = !this.#isWishHeeded && !issuance.isClaimed;
    if (this.#isPutOff(issuance) && !isNews) return [];
    const begun = isNews ? { ...issuance, order: undefined, wanted: this.#wanted } : issuance;
    const dueAt = clock.now() + leaseMs + names.length * leaseForNameMs;
    const claim = await unlessLost(kept.replace(found, { ...begun, isClaimed: true, dueAt }));
    this.#isWishHeeded ||= claim !== undefined;
    return claim === undefined ? [] : [claim];
  }

  async nextDueAt(): Promise<number> {
    const { issuance } = await this.#find();
    return this.#isPutOff(issuance) ? issuance.dueAt : this.#parts.clock.now();
  }

  #isPutOff({ dueAt }: Issuance): boolean {
    return isAhead(dueAt, { now: this.#parts.clock.now(), atMostMs: longestPauseMs });
  }

  /** Takes the next step, whichever it is. */
  async advance(claim: Sealed): Promise<Outcome["kind"] | "lease-lost"> {
    const { issuance } = claim;
    try {
      const outcome = await this.#step(issuance);
      if (outcome.kind !== "ordered") this.#client = undefined;
      const next = this.#after(issuance, outcome);
      await this.#parts.kept.replace(claim, next, await this.#words(next, issuance));
      this.#logOutcome(outcome, next);
      return outcome.kind;
    } catch (error) {
      this.#client = undefined;
      return leaseLostOrThrow(error);
    }
  }

  async #find(): Promise<Sealed> {
    const { kept, clock } = this.#parts;
    const found = await kept.find();
    if (found !== undefined) return found;
    const wanted = this.#wanted;
    await kept.begin({ dueAt: clock.now(), isClaimed: false, wanted, failures: 0, unproven: [] });
    return await this.#find();
  }

  async #step({ order, certificate }: Issuance): Promise<Outcome> {
    const { directory } = this.#parts;
    try {
      if (order?.directory === directory) return await continueOrder(order, await this.#stepParts());
      return await this.#begin(certificate);
    } catch (failure) {
      if (failure instanceof AcmeFailure) return { kind: "failed", failure };
      throw failure;
    }
  }

  async #begin(kept: Issued | undefined): Promise<Outcome> {
    const { names: wanted, zone, directory, aliasesOf, clock } = this.#parts;
    const certificate = kept?.directory === directory ? await this.#asAdvised(kept) : undefined;
    const held = kept?.names ?? [];
    const { provable: names, unproven } = await sortNames(wanted, { zone, held, aliasesOf });
    const isGood =
      certificate !== undefined &&
      certificate.renewAt > clock.now() &&
      names.every((name) => held.includes(name));
    if (isGood) return { kind: "nothing", certificate, unproven };
    const parts = await this.#stepParts();
    return { ...(await beginOrder({ names, directory }, certificate?.cert, parts)), unproven };
  }

  /** When it is to be renewed is the authority's to say, if it says so: before it revokes some, for one. */
  async #asAdvised(certificate: Issued): Promise<Issued> {
    const { directory, ask, clock, random, log } = this.#parts;
    try {
      const window = await renewalWindow(certificate.cert, { directory, ask, now: () => clock.now() });
      return heeding(certificate, window, random);
    } catch (err) {
      if (!(err instanceof AcmeFailure)) throw err;
      log.debug?.({ err }, "When the certificate is to be renewed could not be asked.");
      return certificate;
    }
  }

  async #stepParts(): Promise<StepParts> {
    const { kept, directory, contact, externalAccount, ask, clock } = this.#parts;
    const accountKey = await kept.accountKey();
    const key = createPrivateKey(accountKey);
    const now = () => clock.now();
    this.#client ??= AcmeClient.open({ directory, key, contact, externalAccount, ask, now });
    return { ...this.#parts, client: await this.#client, accountKey };
  }

  #after(before: Issuance, outcome: Outcome): Issuance {
    const { clock, random } = this.#parts;
    const now = clock.now();
    const unproven = outcome.unproven ?? before.unproven;
    const next = { ...before, isClaimed: false, unproven };
    switch (outcome.kind) {
      case "ordered":
        return { ...next, order: outcome.order, dueAt: outcome.dueAt };
      case "issued":
      case "nothing": {
        const { certificate } = outcome;
        const lookAgainMs = unproven.length > 0 ? lookedForEveryMs : advisedEveryMs;
        const dueAt = Math.min(certificate.renewAt, now + lookAgainMs);
        return { ...next, certificate, order: undefined, failures: 0, trouble: undefined, dueAt };
      }
      case "failed": {
        const { retryAt = 0 } = outcome.failure;
        const failures = before.failures + 1;
        const dueAt = Math.max(now + pauseAfter(kindOf(outcome.failure), failures, random), retryAt);
        return {
          ...next,
          order: undefined,
          failures,
          trouble: { at: now, reason: reasonOf(outcome.failure) },
          dueAt,
        };
      }
    }
  }

  async #words(next: Issuance, before: Issuance): Promise<readonly Change[]> {
    const { notices, operator, names } = this.#parts;
    if (next.failures === toldAtFailure && before.failures < toldAtFailure) {
      return await notices.changesToMail(operator, failedNotice(next, names));
    }
    if (next.failures === 0 && before.failures >= toldAtFailure) {
      return await notices.changesToMail(operator, arrivedNotice(next, names));
    }
    return [];
  }

  #logOutcome(outcome: Outcome, { dueAt }: Issuance): void {
    const { log, directory } = this.#parts;
    const next = new Date(dueAt).toISOString();
    if (outcome.kind === "failed") {
      const { type } = outcome.failure;
      log.warn(
        { directory, reason: reasonOf(outcome.failure), type, next },
        "No certificate was had; it is tried again.",
      );
    }
    if (outcome.kind === "issued") {
      const { names, validUntil, renewAt } = outcome.certificate;
      const [until, renewal] = [validUntil, renewAt].map((at) => new Date(at).toISOString());
      log.info({ directory, names, until, renewal }, "A new certificate was had.");
    }
  }
}

function reasonOf({ type, message }: AcmeFailure): string {
  return type === "externalAccountRequired" ? `${message} Say which by SIGNET_ACME_EAB.` : message;
}
