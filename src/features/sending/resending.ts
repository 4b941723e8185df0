import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import type { EventMailObject } from "./event-mail.ts";
import type { ListManagement, MessageTag, SendingCaller } from "./send-request.ts";
import type { Sending } from "./sending.ts";
import type { SentMessages } from "./sent-messages.ts";

/** What arrived in the inbox of a message. */
interface KeptMessage {
  readonly owner: Owner;
  readonly messageId: string;
  readonly content: Uint8Array;
}

/** Sends again what was sent before: the same content as a new message, under the rules of today. Who has left its list since is left out. */
export class Resending {
  readonly #sending: Pick<Sending, "send">;
  readonly #messages: Pick<SentMessages, "message">;
  readonly #mayLeave: boolean;

  constructor(parts: {
    sending: Pick<Sending, "send">;
    messages: Pick<SentMessages, "message">;
    /** Whether messages go any further than the inbox. */
    mayLeave: boolean;
  }) {
    this.#sending = parts.sending;
    this.#messages = parts.messages;
    this.#mayLeave = parts.mayLeave;
  }

  /** To the same recipients unless others are named. Throws `not-found`, and what sending throws. */
  async resend(
    caller: SendingCaller,
    messageId: string,
    recipients: readonly string[] | undefined,
  ): Promise<{ readonly messageId: string; readonly sentAt: number }> {
    const message = await this.#messages.message(caller.owner, messageId);
    if (message === undefined) throw new CallerError("not-found", `Message ${messageId} does not exist.`);
    const { mail, report } = message;
    const content = message.content();
    if (content.length === 0) {
      throw new CallerError(
        "conflict",
        "The message could not be composed, so there is nothing to send again.",
      );
    }
    return await this.#send(caller, content, {
      recipients: recipients ?? mail.destination,
      from: lentBy(mail),
      tags: tagsOf(mail),
      configurationSet: report.configurationSet,
      tenant: report.tenant,
      list: report.list,
    });
  }

  /**
   * Sends what was kept in the inbox to real addresses, signed anew, for the tenant that it was sent for. Throws `conflict` while nothing
   * leaves, and what sending throws.
   */
  async release(
    caller: SendingCaller,
    { owner, messageId, content }: KeptMessage,
    recipients: readonly string[],
  ): Promise<{ readonly messageId: string; readonly sentAt: number }> {
    if (!this.#mayLeave) {
      throw new CallerError(
        "conflict",
        "Nothing leaves this service: SIGNET_DELIVERY=capture keeps every message.",
      );
    }
    const sent = await this.#messages.message(owner, messageId);
    return await this.#send(caller, withoutSignatures(content), {
      recipients,
      tags: undefined,
      tenant: sent?.report.tenant,
      list: sent?.report.list,
    });
  }

  async #send(
    caller: SendingCaller,
    data: Uint8Array,
    how: {
      readonly recipients: readonly string[];
      readonly from?: string | undefined;
      readonly tags: readonly MessageTag[] | undefined;
      readonly configurationSet?: string | undefined;
      readonly tenant: string | undefined;
      readonly list: ListManagement | undefined;
    },
  ) {
    return await this.#sending.send({
      caller,
      operation: "SendRawEmail",
      from: undefined,
      arns: { from: how.from, source: undefined, returnPath: undefined },
      destination: { to: how.recipients, cc: [], bcc: [] },
      replyTo: [],
      feedbackTo: undefined,
      content: { kind: "raw", data },
      tags: how.tags,
      configurationSet: how.configurationSet,
      list: how.list,
      tenant: how.tenant,
      tracking: {},
    });
  }
}

/** They, and the id of its feedback loop, were made for the message that it was, with its own Message-ID and date. */
const ofThatMessage = /^(?:dkim-signature|cfbl-address|cfbl-feedback-id)$/i;

function withoutSignatures(message: Uint8Array): Uint8Array {
  const reading = readMessage(message);
  if (!reading.ok) return message;
  const kept = reading.fields.filter(({ name }) => !ofThatMessage.test(name));
  const header = kept.map(({ name, value }) => `${name}:${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${header}\r\n`, "latin1"), reading.body]);
}

/** The identity's ARN, where another account lends it. */
function lentBy({ sourceArn, sendingAccountId }: EventMailObject): string | undefined {
  return sourceArn.split(":")[4] === sendingAccountId ? undefined : sourceArn;
}

/** Those that its sender gave it; the others are given anew. */
function tagsOf({ tags }: EventMailObject): MessageTag[] {
  return Object.entries(tags)
    .filter(([name]) => !name.startsWith("ses:"))
    .flatMap(([name, values]) => values.map((value) => ({ name, value })));
}
