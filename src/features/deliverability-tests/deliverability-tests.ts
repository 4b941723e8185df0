import type { Deliveries } from "#features/delivery/index.ts";
import { mailboxProviderOf, unknownProvider } from "#features/mailbox-providers/index.ts";
import type { Sending, SendRequest } from "#features/sending/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { holds } from "#protocols/imap/authentication-results.ts";
import type { FoundMessage, ImapPlace } from "#protocols/imap/find-message.ts";
import { decodeWords } from "#protocols/mime/decode-words.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { valueIn } from "#protocols/mime/parts.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import { type DeliverabilityTest, type Seed, statisticsOf } from "./deliverability-test.ts";
import { noMailboxes, noSuchTest } from "./refusals.ts";
import type { ClaimedSeed, DeliverabilityTestStore, SeedOutcome } from "./store.ts";

/** A mailbox of the operator's at some provider's. */
interface SeedMailbox {
  readonly address: string;
  readonly provider: string | undefined;
  readonly server: ImapPlace;
}

/** SES has a test done in a day. */
const lookedForMs = dayMs;
/** After each look; later on, once an hour. */
const lookAgainAfterMs = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs);
/** Longer than the patience with one server. */
const leaseMs = 5 * minuteMs;
const mostTests = 1_000;
const keptMs = 90 * dayMs;
const longestSubject = 1_000;

type LookEnd = "found" | "later" | "over" | "handed-back" | "lease-lost";

interface Parts {
  readonly store: DeliverabilityTestStore;
  readonly sending: Pick<Sending, "changesToSend" | "roomFor">;
  readonly tags: Pick<Tags, "validate" | "changesToSet" | "changesToRemoveAll" | "ofResource">;
  readonly deliveries: Pick<Deliveries, "message">;
  readonly mailboxes: readonly SeedMailbox[];
  readonly findMessage: (
    place: ImapPlace,
    messageId: string,
    when: { readonly signal: AbortSignal },
  ) => Promise<FoundMessage | undefined>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface NewTest {
  readonly owner: Owner;
  readonly name: string | undefined;
  readonly from: string;
  readonly tags: readonly Tag[];
  /** The message as it goes to one of the mailboxes. */
  readonly to: (address: string) => SendRequest;
}

/**
 * Which folder a message ends up in (SES's predictive inbox placement): it is sent like any other to each of the mailboxes that the operator
 * has at providers, and looked for there by IMAP until it is found or a day has gone by.
 */
export class DeliverabilityTests {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The first message and the test are one write; where a later one is refused, a quota is used up perhaps, the test is of those before it.
   * Throws `bad-request`, `limit-exceeded`, and what sending throws.
   */
  async create(request: NewTest): Promise<DeliverabilityTest> {
    const { mailboxes, clock, random, log } = this.#parts;
    const [first, ...others] = mailboxes;
    if (first === undefined) throw noMailboxes();
    this.#parts.tags.validate(request.tags);
    const { owner, name, from } = request;
    const now = clock.now();
    const id = newId("dtr", now, random);
    const begun = { owner, id, createdAt: now, name, from };
    const test = await this.#begin(begun, first, request);
    for (const mailbox of others) {
      try {
        await this.#send(request.to(mailbox.address), ({ messageId }) =>
          this.#parts.store.changesToAdd(seedOf(test, mailbox, messageId)),
        );
      } catch (error) {
        log.warn({ err: error, test: id }, "A deliverability test was not sent to all mailboxes.");
        return test;
      }
    }
    return test;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, id: string) {
    const { store, tags, deliveries } = this.#parts;
    const test = await store.find(owner, id);
    if (test === undefined) throw noSuchTest(id);
    const [seeds, itsTags] = await Promise.all([
      store.seeds(owner, id),
      tags.ofResource(owner, `deliverability-test-report/${id}`),
    ]);
    const messageId = seeds[0]?.messageId;
    const message = messageId === undefined ? undefined : await deliveries.message({ owner, messageId });
    const byProvider = Map.groupBy(seeds, ({ provider }) => provider);
    return {
      test,
      isUnderWay: seeds.some(({ dueAt }) => dueAt !== undefined),
      overall: statisticsOf(seeds),
      providers: [...byProvider]
        .map(([provider, theirs]) => ({ provider, statistics: statisticsOf(theirs) }))
        .toSorted((one, other) => (one.provider < other.provider ? -1 : 1)),
      /** Undefined: not kept any more. */
      message: message?.content,
      tags: itsTags,
    };
  }

  /** One page, the latest first. Throws `bad-request` for a page that cannot be. */
  async list(
    owner: Owner,
    page: PageRequest,
  ): Promise<Page<{ readonly test: DeliverabilityTest; readonly isUnderWay: boolean }>> {
    const { store } = this.#parts;
    const { items, nextToken } = await readPage(page, {
      name: "deliverability test reports",
      positionOf: ({ id }: DeliverabilityTest) => id,
      read: async ({ after, limit }) => await store.list(owner, { before: after, limit }),
    });
    const underWay = await store.underWay(
      owner,
      items.map(({ id }) => id),
    );
    return { items: items.map((test) => ({ test, isUnderWay: underWay.has(test.id) })), nextToken };
  }

  async claimDue(limit: number): Promise<ClaimedSeed[]> {
    const now = this.#parts.clock.now();
    return await this.#parts.store.claimDue(now, { limit, leaseUntil: now + leaseMs });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#parts.store.nextDueAt();
  }

  /** Looks for one message once, unless it is told to stop. */
  async look(claim: ClaimedSeed, stop: AbortSignal): Promise<LookEnd> {
    const { store } = this.#parts;
    const [outcome, fields] = await this.#lookFor(claim, stop);
    try {
      await store.write([store.complete(claim, fields)]);
    } catch (error) {
      return leaseLostOrThrow(error);
    }
    return outcome;
  }

  /** What is old enough. */
  async forget(signal: AbortSignal): Promise<void> {
    const { store, clock, tags } = this.#parts;
    for (let isOver = false; !(isOver || signal.aborted); ) {
      const old = await store.old(clock.now() - keptMs);
      isOver = old.length === 0;
      if (isOver) return;
      await store.write(
        old.flatMap(({ owner, id }) => [
          ...store.changesToRemove(owner, id),
          ...tags.changesToRemoveAll(owner, `deliverability-test-report/${id}`),
        ]),
      );
    }
  }

  async #begin(
    begun: Omit<DeliverabilityTest, "subject">,
    mailbox: SeedMailbox,
    { to, tags }: NewTest,
  ): Promise<DeliverabilityTest> {
    const { store } = this.#parts;
    const resource = `deliverability-test-report/${begun.id}` as const;
    let test = { ...begun, subject: "" };
    await this.#send(to(mailbox.address), ({ messageId, content }) => {
      test = { ...begun, subject: subjectOf(content) };
      return [
        ...store.changesToCreate(test, mostTests),
        ...this.#parts.tags.changesToSet(begun.owner, resource, tags),
        ...store.changesToAdd(seedOf(test, mailbox, messageId)),
      ];
    });
    return test;
  }

  /** Writes a message with what is known of it. */
  async #send(
    request: SendRequest,
    alongside: (sent: { readonly messageId: string; readonly content: Uint8Array }) => readonly Change[],
  ): Promise<void> {
    const { sending, store } = this.#parts;
    using room = await sending.roomFor(request.content);
    const sent = await sending.changesToSend(request, room);
    await store.write([...alongside(sent), ...sent.changes]);
    await sent.count();
  }

  async #lookFor(claim: ClaimedSeed, stop: AbortSignal): Promise<readonly [LookEnd, SeedOutcome]> {
    const { clock, findMessage, log } = this.#parts;
    const mailbox = this.#mailboxOf(claim);
    try {
      // Taken away, or not known to this node yet.
      if (mailbox === undefined) throw new Error("It is none of this node's seed mailboxes.");
      const found = await findMessage(mailbox.server, claim.messageId, { signal: stop });
      if (found !== undefined) return ["found", placed(found)];
      const dueAt = nextLook(claim, clock.now());
      return dueAt === null ? ["over", { due_at: null, placement: "missing" }] : ["later", { due_at: dueAt }];
    } catch (error) {
      if (stop.aborted) return ["handed-back", { due_at: clock.now() }];
      const reason = error instanceof Error ? error.message : String(error);
      const { provider } = claim;
      log.warn(
        { server: mailbox?.server.host, provider, reason },
        "A seed mailbox could not be looked into.",
      );
      const dueAt = nextLook(claim, clock.now());
      return [dueAt === null ? "over" : "later", { due_at: dueAt }];
    }
  }

  #mailboxOf({ address }: Seed): SeedMailbox | undefined {
    const meant = address.toLowerCase();
    return this.#parts.mailboxes.find((mailbox) => mailbox.address.toLowerCase() === meant);
  }
}

function placed({ folder, authenticationResults }: FoundMessage): SeedOutcome {
  return {
    due_at: null,
    placement: folder === "inbox" ? "inbox" : "spam",
    spf: holds(authenticationResults, "spf") ? 1 : 0,
    dkim: holds(authenticationResults, "dkim") ? 1 : 0,
  };
}

/** null: it has been looked for long enough. */
function nextLook({ looks, createdAt }: ClaimedSeed, now: number): number | null {
  if (now >= createdAt + lookedForMs) return null;
  return Math.min(now + (lookAgainAfterMs[looks - 1] ?? hourMs), createdAt + lookedForMs);
}

function seedOf(test: DeliverabilityTest, { address, provider }: SeedMailbox, messageId: string): Seed {
  const known = mailboxProviderOf(address);
  return {
    owner: test.owner,
    test: test.id,
    address,
    provider: provider ?? (known === unknownProvider ? address.slice(address.lastIndexOf("@") + 1) : known),
    messageId,
    createdAt: test.createdAt,
    dueAt: test.createdAt + minuteMs,
    looks: 0,
    placement: undefined,
    spf: undefined,
    dkim: undefined,
  };
}

function subjectOf(content: Uint8Array): string {
  const reading = readMessage(content);
  const subject = reading.ok ? valueIn(reading.fields, "subject") : undefined;
  return shortened(decodeWords(subject ?? ""), longestSubject);
}
