import type { SuppressionReason } from "#features/configuration-sets/index.ts";
import type { Change } from "#platform/change.ts";
import type { Owner } from "#platform/owner.ts";
import type { RaisedEvent, Subscriptions, SuppressionList } from "./collaborators.ts";
import type { Letter } from "./letter.ts";

/** A recipient to whom nothing is sent, and what the sender is told instead. */
export interface Withheld {
  readonly address: string;
  readonly because: "bounced-before" | "complained-before" | "unsubscribed";
}

/** To whom a message goes, and to whom not. */
export interface Audience {
  readonly reached: readonly string[];
  readonly withheld: readonly Withheld[];
  /** Contacts that came to be by being written to. */
  readonly changes: readonly Change[];
}

/** Leaves out who is on the suppression list for a reason that counts, and who unsubscribed from the list. */
export async function chooseAudience(
  { recipients, list }: Pick<Letter, "recipients" | "list">,
  {
    owner,
    reasons,
    suppression,
    subscriptions,
  }: {
    readonly owner: Owner;
    readonly reasons: readonly SuppressionReason[];
    readonly suppression: SuppressionList;
    readonly subscriptions: Subscriptions;
  },
): Promise<Audience> {
  const suppressed =
    reasons.length === 0
      ? new Map<string, SuppressionReason>()
      : await suppression.suppressed(owner, recipients, reasons);
  const subscribed = await Promise.all(
    list === undefined
      ? []
      : recipients.map(async (address) => ({
          address,
          ...(await subscriptions.admit(owner, list, address)),
        })),
  );
  const unsubscribed = new Set(subscribed.filter((one) => !one.subscribed).map(({ address }) => address));
  const withheld = recipients.flatMap((address): Withheld[] => {
    const reason = suppressed.get(address);
    if (reason !== undefined) return [{ address, because: withheldFor[reason] }];
    return unsubscribed.has(address) ? [{ address, because: "unsubscribed" }] : [];
  });
  const left = new Set(withheld.map(({ address }) => address));
  return {
    reached: recipients.filter((address) => !left.has(address)),
    withheld,
    changes: subscribed.flatMap(({ changes }) => changes),
  };
}

const withheldFor = {
  BOUNCE: "bounced-before",
  COMPLAINT: "complained-before",
} as const satisfies Record<SuppressionReason, Withheld["because"]>;

const bounces = {
  "bounced-before": {
    subType: "OnAccountSuppressionList",
    diagnosis: "it is on the suppression list of the account, after a bounce",
  },
  unsubscribed: { subType: "UnsubscribedRecipient", diagnosis: "its owner has unsubscribed" },
} as const;

/** A bounce or a complaint, as SES publishes them for recipients that it did not try. */
export function withheldEvent({ address, because }: Withheld, feedbackId: string, at: number): RaisedEvent {
  const timestamp = new Date(at).toISOString();
  if (because === "complained-before") {
    return {
      type: "Complaint",
      at,
      detail: {
        complainedRecipients: [{ emailAddress: address }],
        timestamp,
        feedbackId,
        complaintSubType: "OnAccountSuppressionList",
      },
    };
  }
  const { subType, diagnosis } = bounces[because];
  return {
    type: "Bounce",
    at,
    detail: {
      bounceType: "Permanent",
      bounceSubType: subType,
      bouncedRecipients: [
        {
          emailAddress: address,
          action: "failed",
          status: "5.1.1",
          diagnosticCode: `Nothing was sent to this address because ${diagnosis}.`,
        },
      ],
      timestamp,
      feedbackId,
    },
  };
}
