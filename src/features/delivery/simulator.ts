import type { RecipientResult } from "./delivery.ts";
import type { Transport } from "./transport.ts";

export const simulatorDomain = "simulator.amazonses.com";

const bounced = "550 5.1.1 user unknown";
const suppressed = "550 5.1.1 The address is on the suppression list.";

/**
 * SES's mailbox simulator: addresses that bounce, complain or take what they get, each also with a `+label`. Nothing of it leaves the
 * machine, whatever the other transport is.
 */
export const simulatorTransport: Transport = {
  concurrency: 64,
  async deliver({ recipients }) {
    return { recipients: recipients.map(resultFor), peer: simulatorDomain, conversation: [] };
  },
  [Symbol.asyncDispose]: async () => {},
};

export function isSimulated(address: string): boolean {
  return address.toLowerCase().endsWith(`@${simulatorDomain}`);
}

/** Whether an address is the simulator's whose owner is away: it takes a message, and an automatic answer comes back. */
export function isOutOfOffice(recipient: string): boolean {
  return nameOf(recipient) === "ooto" && isSimulated(recipient);
}

/** Whether an address is the simulator's that complains of what it took. */
export function isComplaining(recipient: string): boolean {
  return nameOf(recipient) === "complaint" && isSimulated(recipient);
}

function nameOf(recipient: string): string {
  const [local = ""] = recipient.toLowerCase().split("@");
  return local.split("+")[0] ?? "";
}

function resultFor(recipient: string): RecipientResult {
  switch (nameOf(recipient)) {
    case "bounce":
      return { recipient, outcome: "refused", reply: bounced, smtpReply: bounced };
    case "suppressionlist":
      return { recipient, outcome: "refused", reply: suppressed, smtpReply: suppressed };
    case "success":
    case "complaint":
    case "ooto": {
      const reply = "250 2.6.0 Message received";
      return { recipient, outcome: "delivered", reply, smtpReply: reply };
    }
    default: {
      const reply = "550 5.1.1 There is no such address of the mailbox simulator";
      return { recipient, outcome: "refused", reply, smtpReply: reply };
    }
  }
}
