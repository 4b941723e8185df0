import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from "smtp-server";
import { NotKept } from "#features/role-mailboxes/index.ts";
import { clientNetwork } from "#platform/client-network.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import { Rate } from "#platform/rate.ts";
import { readAddress } from "#protocols/address/address.ts";
import { HeldOctets } from "#servers/smtp/held-octets.ts";
import { inboundLimits, type SmtpLimits } from "#servers/smtp/limits.ts";
import { type ShownCertificate, type SmtpListener, startSmtpListener } from "#servers/smtp/listener.ts";
import { type Gathering, readMessage } from "#servers/smtp/read-message.ts";
import { Refusal, temporaryFailure } from "#servers/smtp/refusal.ts";
import type { Reply } from "#servers/smtp/session.ts";
import { refusedParameter } from "#servers/smtp/unoffered.ts";

/** What came back, a bounce, a complaint, a reply to a return path; or what is for the operator. */
export interface ReceivedMail {
  /** Empty for a report, whose sender nobody can answer. */
  readonly from: string;
  readonly recipients: readonly string[];
  /** Every line ends in CRLF. */
  readonly content: Uint8Array;
  readonly peer: { readonly address: string; readonly helloName: string; readonly secure: boolean };
}

export interface InboundOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** Whether mail to this address is ours: a return path, a role, or `postmaster` without a domain. */
  readonly accepts: (recipient: string) => Promise<boolean>;
  /** Resolves once the message is durable: only then is the client told so. May throw `NotKept`. */
  readonly receive: (mail: ReceivedMail) => Promise<void>;
  readonly certificate: ShownCertificate;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<SmtpLimits>;
  readonly messagesPerMinute?: number;
}

const defaultPerMinute = 600;
/** Of each kind. While the store is away everything fails, and anybody may try. */
const mostFailuresToldAMinute = 10;
/** Of each message: as much as is read of a report, and more than the operator is kept. */
const mostOctets = 2 * 1024 * 1024;

/** Where mail comes back to. Nothing is relayed: a recipient that is not ours is refused. */
export async function startInbound(options: InboundOptions): Promise<SmtpListener> {
  const limits = { ...inboundLimits, ...options.limits };
  return await startSmtpListener({
    ...options,
    implicitTls: false,
    limits,
    rules: { maxRefusals: limits.maxRefusals, word, waitsToGreet: true },
    service: {
      name: options.name,
      banner: "Signet",
      heloResponse: "%s",
      disabledCommands: ["AUTH"],
      ...handlers(options, { room: new HeldOctets(limits.heldOctets), most: mostOctets }),
    },
  });
}

function word({ code, text }: Reply): Reply {
  return { code, text: typeof text === "string" ? text.replace(/^Error: /, "") : text };
}

function handlers(options: InboundOptions, gathering: Gathering): SMTPServerOptions {
  const rate = new Rate(options.clock, options.messagesPerMinute ?? defaultPerMinute);
  const told = new Rate(options.clock, mostFailuresToldAMinute);
  const refuse = (error: unknown, what: string) => {
    if (error instanceof Refusal) return error;
    if (error instanceof NotKept) return notKept[error.reason];
    if (told.admit(what)) options.log.error({ err: error }, what);
    return temporaryFailure();
  };
  return {
    onMailFrom({ address, args }, { remoteAddress }, done) {
      // Not from the envelope: there it stays after a refusal.
      const refusal = refusedParameter(args);
      if (refusal !== undefined) done(refusal);
      else if (address !== "" && !readAddress(address).ok) done(new Refusal(553, "Invalid sender address"));
      else if (!rate.admit(clientNetwork(remoteAddress)))
        done(new Refusal(451, "Too many messages, try later"));
      else done();
    },
    onRcptTo({ address }, _session, done) {
      admit(address, options).then(
        () => done(),
        (error: unknown) => done(refuse(error, "A recipient could not be looked up.")),
      );
    },
    onData(stream, session, done) {
      receive(stream, session, options, gathering).then(
        () => done(null, "Ok"),
        (error: unknown) =>
          done(stream.errored === null ? refuse(error, "A report could not be kept.") : temporaryFailure()),
      );
    },
  };
}

const notKept = {
  "too-large": new Refusal(552, "5.3.4 Message is too long for this recipient"),
  "no-room": new Refusal(452, "4.2.2 Too much mail for this recipient, try later"),
} as const satisfies Record<NotKept["reason"], Refusal>;

async function admit(recipient: string, { accepts }: InboundOptions): Promise<void> {
  const reading = readAddress(recipient);
  const isPostmaster = recipient.toLowerCase() === "postmaster";
  if ((reading.ok || isPostmaster) && (await accepts(reading.ok ? reading.address.name : recipient))) return;
  throw new Refusal(550, "5.1.1 No such recipient here");
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  options: InboundOptions,
  gathering: Gathering,
): Promise<void> {
  const { envelope, remoteAddress, hostNameAppearsAs, secure } = session;
  const { mailFrom, rcptTo } = envelope;
  await readMessage(stream, { ...gathering, party: clientNetwork(remoteAddress) }, async (content) => {
    await options.receive({
      from: mailFrom === false ? "" : mailFrom.address,
      recipients: rcptTo.map(({ address }) => address),
      content,
      peer: { address: remoteAddress, helloName: hostNameAppearsAs, secure },
    });
  });
}
