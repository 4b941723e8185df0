import { CallerError } from "#platform/errors.ts";
import type { EventMailObject } from "./event-mail.ts";
import type { MessageTag, SendingCaller } from "./send-request.ts";
import type { Sending } from "./sending.ts";
import type { SentMessages } from "./sent-messages.ts";

/** Sends again what was sent before: the same content as a new message, under the rules of today. */
export class Resending {
  readonly #sending: Pick<Sending, "send">;
  readonly #messages: Pick<SentMessages, "message">;

  constructor(parts: { sending: Pick<Sending, "send">; messages: Pick<SentMessages, "message"> }) {
    this.#sending = parts.sending;
    this.#messages = parts.messages;
  }

  /** To the same recipients unless others are named. Throws `not-found`, and what sending throws. */
  async resend(
    caller: SendingCaller,
    messageId: string,
    recipients: readonly string[] | undefined,
  ): Promise<{ readonly messageId: string; readonly sentAt: number }> {
    const message = await this.#messages.message(caller.owner, messageId);
    if (message === undefined) throw new CallerError("not-found", `Message ${messageId} does not exist.`);
    const { mail, report, content } = message;
    if (content.length === 0) {
      throw new CallerError(
        "conflict",
        "The message could not be composed, so there is nothing to send again.",
      );
    }
    return await this.#sending.send({
      caller,
      operation: "SendRawEmail",
      from: undefined,
      arns: { from: lentBy(mail), source: undefined, returnPath: undefined },
      destination: { to: recipients ?? mail.destination, cc: [], bcc: [] },
      replyTo: [],
      feedbackTo: undefined,
      content: { kind: "raw", data: content },
      tags: tagsOf(mail),
      configurationSet: report.configurationSet,
      list: undefined,
      tracking: {},
    });
  }
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
