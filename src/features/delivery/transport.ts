import type { Change } from "#platform/change.ts";
import type { Owner } from "#platform/owner.ts";
import type { ConversationLine } from "#protocols/smtp/conversation.ts";
import type { TlsLevel } from "#protocols/smtp/tls.ts";
import type { RecipientResult, StoredMessage } from "./delivery.ts";

/** One message on its way to the recipients of one domain. */
export interface Envelope {
  readonly messageId: string;
  readonly owner: Owner;
  readonly from: string;
  /** Of all its recipients, in lower case. */
  readonly domain: string;
  readonly recipients: readonly string[];
  readonly rules: StoredMessage["rules"];
  readonly report: StoredMessage["report"];
  /** When it was accepted. */
  readonly sentAt: number;
}

/** Has the message signed: what is put off need not be. Throws the signal's reason, and `UnsignableMessage`. */
export type Content = () => Promise<Uint8Array>;

/** What must be on disk before the next step is taken. */
export interface Journal {
  /** Before the final dot can go out. Throws `LeaseLost` when the delivery has gone to another: nothing may be sent then. */
  beforeFinalDot(): Promise<void>;
}

export interface TransportReport {
  /** One for every recipient of the envelope. */
  readonly recipients: readonly RecipientResult[];
  /** Who was spoken to: `capture`, or host and port. */
  readonly peer: string;
  /** Its address. */
  readonly remoteIp?: string;
  /** Ours, where one was chosen. */
  readonly outgoingIp?: string;
  readonly tls?: TlsLevel;
  readonly conversation: readonly ConversationLine[];
  /** Whose servers they are, where that was found out. */
  readonly site?: SiteStanding;
  /** Written in one commit with the outcome. */
  readonly alongside?: readonly Change[];
}

/** A provider's servers (`siteNameOf`), and until when nothing is tried there, should it be so. */
export interface SiteStanding {
  readonly name: string;
  readonly restsUntil: number | undefined;
}

/** Nothing was tried: to be claimed again at that time, as if it had not been claimed. */
export class NotNow extends Error {
  override readonly name: string = "NotNow";
  readonly until: number;
  /** There is no room here. */
  readonly site: string | undefined;

  constructor(until: number, site?: string) {
    super("It is not tried now.");
    this.until = until;
    this.site = site;
  }
}

/** There is no room for it now. Its time runs out meanwhile. */
export class NoRoom extends NotNow {
  override readonly name = "NoRoom";
}

/** A way out for messages. Disposing of one closes its connections. */
export interface Transport extends AsyncDisposable {
  /** How many messages at once are of use. */
  readonly concurrency: number;
  /**
   * Has a message signed, and hands it over. What goes wrong on the way is a result, not an exception, but for `LeaseLost`, for what
   * `content` throws, and for the signal: aborted before the final dot, it throws the signal's reason; after it, it waits for the reply a while.
   */
  deliver(
    envelope: Envelope,
    content: Content,
    journal: Journal,
    signal: AbortSignal,
  ): Promise<TransportReport>;
}
