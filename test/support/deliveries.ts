import {
  AttemptStore,
  captureTransport,
  Deliverer,
  Deliveries,
  defaultLifetimeMs,
  MessageStore,
  type NewMessage,
  noAftermath,
  QueueStore,
  ReturnPaths,
  Signatures,
  type SignersFor,
  type Transport,
} from "#features/delivery/index.ts";
import { Inbox, InboxStore } from "#features/inbox/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { newId } from "#platform/ids.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import { systemRandom } from "#platform/random.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";
import type { Worker } from "#platform/worker.ts";
import { startDelivering } from "#workers/deliver-messages.ts";
import { type Engine, newDatabasePlace } from "./engines.ts";
import { HandClock } from "./hand-clock.ts";

export const owner: Owner = { account: "000000000000", region: "us-east-1" };

/** A queue, an inbox and a clock moved by hand, on a database of their own. */
export interface DeliveryWorld extends AsyncDisposable {
  readonly database: Database;
  readonly clock: HandClock;
  readonly deliveries: Deliveries;
  readonly inbox: Inbox;
  /** What the workers had to complain about. */
  readonly complaints: unknown[];
  /** Acts on claims with the given transport; by default it captures. */
  deliverer(transport?: Transport, signersFor?: SignersFor): Deliverer;
  worker(deliverer?: Deliverer): Worker;
  /** Queues a message and commits. */
  send(message?: Partial<NewMessage>): Promise<NewMessage>;
}

export async function newDeliveryWorld(engine: Engine): Promise<DeliveryWorld> {
  const place = await newDatabasePlace(engine);
  const database = await openDatabase(place);
  const clock = new HandClock();
  const deliveries = new Deliveries({
    queue: new QueueStore(database),
    messages: new MessageStore(database),
    attempts: new AttemptStore(database),
    clock,
    random: systemRandom,
    aftermath: noAftermath,
  });
  const { announcements } = database;
  const inbox = new Inbox({ store: new InboxStore(database), announcements, clock, random: systemRandom });
  const complaints: unknown[] = [];
  const log: Log = { info() {}, warn() {}, error: (fields) => void complaints.push(fields) };
  const returnPaths = new ReturnPaths(new SealedTokens(new Uint8Array(32)));
  const deliverer = (transport = captureTransport(inbox), signersFor: SignersFor = async () => []) =>
    new Deliverer({ deliveries, returnPaths, signatures: new Signatures(signersFor), transport, clock });
  return {
    database,
    clock,
    deliveries,
    inbox,
    complaints,
    deliverer,
    worker: (by = deliverer()) =>
      startDelivering({ deliveries, deliverer: by, announcements, clock, log, pollEveryMs: 5_000 }),
    send: async (part = {}) => {
      const message: NewMessage = {
        id: newId("msg", clock.now(), systemRandom),
        owner,
        envelopeFrom: "no-reply@signet.localhost",
        recipients: ["ann@example.com"],
        content: Buffer.from("From: Signet <no-reply@signet.localhost>\r\nSubject: Hello\r\n\r\nHello,\r\n"),
        signWith: "service",
        rules: { tls: "opportunistic", sendingPool: undefined, lifetimeMs: defaultLifetimeMs },
        report: undefined,
        ...part,
      };
      await database.write(deliveries.changesToEnqueue(message));
      return message;
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
