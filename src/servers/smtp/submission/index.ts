import type {
  SMTPServerAddress,
  SMTPServerAuthentication,
  SMTPServerDataStream,
  SMTPServerOptions,
  SMTPServerSession,
} from "smtp-server";
import { localAccount, type SmtpPasswordCheck } from "#features/access-keys/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import { readAddress } from "#protocols/address/address.ts";
import { HeldOctets } from "#servers/smtp/held-octets.ts";
import { type SmtpLimits, submissionLimits } from "#servers/smtp/limits.ts";
import { type ShownCertificate, type SmtpListener, startSmtpListener } from "#servers/smtp/listener.ts";
import { type Gathering, readMessage } from "#servers/smtp/read-message.ts";
import { Refusal, temporaryFailure } from "#servers/smtp/refusal.ts";
import { refusedParameter } from "#servers/smtp/unoffered.ts";
import { Guesses } from "./guesses.ts";
import { refusalOf } from "./replies.ts";
import { wording } from "./wording.ts";

/** Takes what was submitted. Resolves once it is durable: only then is the client told so. */
export interface Submissions {
  /** @throws CallerError for what the client can mend. */
  submit(mail: SubmittedMail): Promise<{ readonly messageId: string }>;
}

export interface SubmittedMail extends Sender {
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  /** Every line ends in CRLF. */
  readonly content: Uint8Array;
  readonly sourceIp: string;
  readonly secure: boolean;
}

export interface SmtpKeys {
  verifySmtpPassword(id: string, password: string, defaultRegion: string): Promise<SmtpPasswordCheck>;
  findAccessKey(id: string): Promise<{ readonly revoked: boolean } | undefined>;
}

export interface SubmissionOptions {
  readonly host: string;
  readonly port: number;
  readonly implicitTls: boolean;
  /** How it calls itself. */
  readonly name: string;
  /** `open`: who proves nothing is the local account. */
  readonly mode: "open" | "required";
  /** Whether credentials and mail are taken without TLS: on loopback only. */
  readonly allowsPlain: boolean;
  readonly defaultRegion: string;
  /** Throws where a region is served by another cell. */
  requireServed?(region: string): void;
  readonly credentials: SmtpKeys;
  readonly submissions: Submissions;
  readonly certificate: ShownCertificate;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<SmtpLimits>;
}

interface Sender {
  readonly owner: Owner;
  /** Undefined: nobody proved anything, and the local account is meant. */
  readonly accessKeyId: string | undefined;
  /** The identities that the key sends from; undefined: all that the account may. */
  readonly sendsFrom: readonly string[] | undefined;
}

/** The SES SMTP interface. */
export async function startSubmission(options: SubmissionOptions): Promise<SmtpListener> {
  const limits = { ...submissionLimits, ...options.limits };
  const needsTls = !options.allowsPlain;
  return await startSmtpListener({
    ...options,
    limits,
    rules: { maxRefusals: limits.maxRefusals, word: wording({ needsTls }), waitsToGreet: false },
    service: {
      name: options.name,
      banner: "Signet",
      heloResponse: "%s",
      authMethods: ["PLAIN", "LOGIN"],
      authOptional: options.mode === "open",
      allowInsecureAuth: options.allowsPlain,
      authRequiredMessage: "Authentication required",
      ...handlers(options, { room: new HeldOctets(limits.heldOctets), most: limits.maxMessageOctets }),
    },
  });
}

function handlers(options: SubmissionOptions, gathering: Gathering): SMTPServerOptions {
  const guesses = new Guesses(options.clock);
  return {
    onAuth(auth, session, done) {
      authenticate(auth, session, options, guesses).then(
        (user) => done(null, { user }),
        (error: unknown) => done(refusalOf(error, options.log)),
      );
    },
    onMailFrom({ address, args }, _session, done) {
      // Not from the envelope: there it stays after a refusal.
      const refusal = refusedParameter(args);
      if (refusal !== undefined) done(refusal);
      else if (isAddress(address)) done();
      else done(new Refusal(553, `<${shown(address)}> Invalid email address`));
    },
    onRcptTo({ address }, _session, done) {
      if (isAddress(address)) done();
      else done(new Refusal(553, `<${shown(address)}> address unknown`));
    },
    onData(stream, session, done) {
      submit(stream, session, options, gathering).then(
        (messageId) => done(null, `Ok ${messageId}`),
        (error: unknown) =>
          done(stream.errored === null ? refusalOf(error, options.log) : temporaryFailure()),
      );
    },
  };
}

async function authenticate(
  auth: SMTPServerAuthentication,
  { remoteAddress }: SMTPServerSession,
  options: SubmissionOptions,
  guesses: Guesses,
): Promise<Sender> {
  const { mode, credentials, defaultRegion } = options;
  const [username, password] = [auth.username ?? "", auth.password ?? ""];
  const waitMs = guesses.waitMs(remoteAddress);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / secondMs);
    const advice = `too many wrong passwords came from your address. Try again in ${seconds} s`;
    throw new Refusal(454, `Temporary authentication failure: ${advice}`);
  }
  const check = await credentials.verifySmtpPassword(username, password, defaultRegion);
  if (check.outcome === "verified") {
    options.requireServed?.(check.region);
    const { account, region, scope } = check;
    return { owner: { account, region }, accessKeyId: username, sendsFrom: scope.from };
  }
  if (check.outcome === "unknown-key" && mode === "open") return localSender(options);
  guesses.failed(remoteAddress);
  const advice =
    check.outcome === "secret-access-key"
      ? ": the password is not the secret access key but what 'signet smtp-password' makes of it"
      : "";
  throw new Refusal(535, `Authentication Credentials Invalid${advice}`);
}

function localSender({ defaultRegion }: SubmissionOptions): Sender {
  return {
    owner: { account: localAccount, region: defaultRegion },
    accessKeyId: undefined,
    sendsFrom: undefined,
  };
}

async function submit(
  stream: SMTPServerDataStream,
  { envelope, remoteAddress, secure, user }: SMTPServerSession,
  options: SubmissionOptions,
  gathering: Gathering,
): Promise<string> {
  const { mailFrom, rcptTo } = envelope;
  const sender = (user as Sender | undefined | false) || localSender(options);
  return await readMessage(stream, { ...gathering, party: sender.owner.account }, async (content) => {
    await requireInForce(sender, options.credentials);
    const { messageId } = await options.submissions.submit({
      ...sender,
      envelopeFrom: mailFrom === false ? "" : nameOf(mailFrom),
      recipients: rcptTo.map(nameOf),
      content,
      sourceIp: remoteAddress,
      secure,
    });
    return messageId;
  });
}

/** A session outlasts the second in which a revoked key must stop working. */
async function requireInForce({ accessKeyId }: Sender, credentials: SmtpKeys): Promise<void> {
  if (accessKeyId === undefined) return;
  const key = await credentials.findAccessKey(accessKeyId);
  if (key === undefined || key.revoked) throw new Refusal(535, "Authentication Credentials Invalid");
}

function isAddress(text: string): boolean {
  return readAddress(text).ok;
}

/** smtp-server shows domains in Unicode; what is sent on has A-labels. */
function nameOf({ address }: SMTPServerAddress): string {
  const reading = readAddress(address);
  return reading.ok ? reading.address.name : address;
}

function shown(address: string): string {
  return address.replaceAll(/[^\x21-\x7e]+/g, "?").slice(0, 320);
}
