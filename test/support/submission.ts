import { AccessKeys } from "#features/access-keys/index.ts";
import { KeyStore } from "#features/access-keys/store.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import { CurrentCertificate, selfSignedFor } from "#features/tls-certificate/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { openLog } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import type { SmtpListener } from "#servers/smtp/listener.ts";
import {
  type SubmissionOptions,
  type SubmittedMail,
  startSubmission,
} from "#servers/smtp/submission/index.ts";
import { type Engine, newDatabasePlace } from "./engines.ts";
import { HandClock } from "./hand-clock.ts";

export const messageId = "0100018c2f3e4d5a-2b1f6f0e-8d3c-4a55-9a3e-6c1f7d2b9e10-000000";

/** The submission interface on a store of its own, with a Submissions that keeps what it is given. */
export class SubmissionWorld implements AsyncDisposable {
  readonly clock = new HandClock(Date.now());
  readonly submitted: SubmittedMail[] = [];
  readonly logged: string[] = [];
  /** What becomes of the next messages. */
  outcome: () => Promise<{ messageId: string }> = async () => ({ messageId });
  readonly database: Database;
  readonly keys: AccessKeys;
  readonly certificate: CurrentCertificate;
  readonly #stack: AsyncDisposableStack;

  private constructor(stack: AsyncDisposableStack, database: Database, certificate: CurrentCertificate) {
    this.#stack = stack;
    this.database = database;
    this.certificate = certificate;
    this.keys = new AccessKeys({
      store: new KeyStore(database),
      secrets,
      announcements: database.announcements,
      clock: this.clock,
      random: systemRandom,
    });
  }

  static async open(engine: Engine = "sqlite"): Promise<SubmissionWorld> {
    const stack = new AsyncDisposableStack();
    const place = stack.use(await newDatabasePlace(engine));
    const database = stack.use(await openDatabase(place));
    const clock = new HandClock(Date.now());
    const source = selfSignedFor({
      store: new ServiceKeyStore(database),
      secrets,
      clock,
      names: ["localhost", "127.0.0.1"],
    });
    const certificate = await CurrentCertificate.open({ source, clock, onFailure: () => undefined });
    return new SubmissionWorld(stack, database, certificate);
  }

  async listen(options: Partial<SubmissionOptions> = {}): Promise<SmtpListener> {
    return this.#stack.use(
      await startSubmission({
        host: "127.0.0.1",
        port: 0,
        implicitTls: false,
        name: "email-smtp.us-east-1.signet.localhost",
        mode: "required",
        allowsPlain: false,
        defaultRegion: "us-east-1",
        credentials: this.keys,
        certificate: this.certificate,
        submissions: {
          submit: async (mail) => {
            const answer = await this.outcome();
            this.submitted.push(mail);
            return answer;
          },
        },
        clock: this.clock,
        log: openLog({ write: (line) => void this.logged.push(line) }),
        ...options,
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

const secrets = secretsUnder(new Uint8Array(32).fill(1));
