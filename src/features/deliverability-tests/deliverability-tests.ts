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
import { type DeliverabilityTest, type Seed, statisticsOf } from "./deliverability-test.ts";
import { noMailboxes, noSuchTest } from "./refusals.ts";
import type { ClaimedSeed, DeliverabilityTestStore } from "./store.ts";

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

interface Parts {
  readonly store: DeliverabilityTestStore;
  readonly sending: Pick<Sending, "changesToSend" | "roomFor">;
  readonly tags: Pick<Tags, "validate" | "changesToSet" | "changesToRemoveAll" | "ofResource">;
  readonly deliveries: Pick<Deliveries, "message">;
  readonly mailboxes: readonly SeedMailbox[];
  readonly findMessage: (place: ImapPlace, messageId: string) => Promise<FoundMessage | undefined>;
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

  /** Looks for one message once. */
  async look(claim: ClaimedSeed): Promise<"found" | "later" | "over" | "lease-lost"> {
    const { mailboxes, store } = this.#parts;
    const mailbox = mailboxes.find(({ address }) => address === claim.address);
    // The operator has taken it away: nobody will ever know.
    const [outcome, fields] =
      mailbox === undefined
        ? (["over", { due_at: null, trouble: "The mailbox is none of the service's any more." }] as const)
        : await this.#lookInto(mailbox, claim);
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

  async #lookInto({ server, provider }: SeedMailbox, claim: ClaimedSeed) {
    const { clock, findMessage, log } = this.#parts;
    try {
      const found = await findMessage(server, claim.messageId);
      if (found !== undefined) {
        const [results = ""] = found.authenticationResults;
        const fields = {
          due_at: null,
          placement: found.folder === "inbox" ? "inbox" : "spam",
          spf: holds(results, "spf") ? 1 : 0,
          dkim: holds(results, "dkim") ? 1 : 0,
          trouble: null,
        } as const;
        return ["found", fields] as const;
      }
      const dueAt = nextLook(claim, clock.now());
      return dueAt === null
        ? (["over", { due_at: null, placement: "missing", trouble: null }] as const)
        : (["later", { due_at: dueAt, trouble: null }] as const);
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      log.warn(
        { server: server.host, provider, reason: trouble },
        "A seed mailbox could not be looked into.",
      );
      const dueAt = nextLook(claim, clock.now());
      return [dueAt === null ? "over" : "later", { due_at: dueAt, trouble: trouble.slice(0, 500) }] as const;
    }
  }
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
  return decodeWords(subject ?? "").slice(0, longestSubject);
}
