import type { SuppressionReason, SuppressionRules } from "#features/suppression/index.ts";
import type { Change } from "#platform/change.ts";
import type { Owner } from "#platform/owner.ts";
import type { RaisedEvent, Subscriptions, SuppressionList } from "./collaborators.ts";
import type { Letter } from "./letter.ts";

/** A recipient to whom nothing is sent, and what the sender is told instead. */
export type Withheld = { readonly address: string } & (
  | {
      readonly because: "bounced-before" | "complained-before";
      /** Whose suppression list it is on. */
      readonly listOf: "account" | "tenant";
    }
  | { readonly because: "unsubscribed" }
);

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
    rules: { reasons, tenant },
    suppression,
    subscriptions,
  }: {
    readonly owner: Owner;
    readonly rules: SuppressionRules;
    readonly suppression: SuppressionList;
    readonly subscriptions: Subscriptions;
  },
): Promise<Audience> {
  const suppressed =
    reasons.length === 0
      ? new Map<string, SuppressionReason>()
      : await suppression.suppressed({ ...owner, tenant }, recipients, reasons);
  const subscribed = await Promise.all(
    list === undefined
      ? []
      : recipients.map(async (address) => ({
          address,
          ...(await subscriptions.admit(owner, list, address)),
        })),
  );
  const unsubscribed = new Set(subscribed.filter((one) => !one.subscribed).map(({ address }) => address));
  const listOf = tenant === undefined ? "account" : "tenant";
  const withheld = recipients.flatMap((address): Withheld[] => {
    const reason = suppressed.get(address);
    if (reason !== undefined) return [{ address, because: withheldFor[reason], listOf }];
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

const onListOf = { account: "OnAccountSuppressionList", tenant: "OnTenantSuppressionList" } as const;

/** A bounce or a complaint, as SES publishes them for recipients that it did not try. */
export function withheldEvent(
  withheld: Withheld,
  { feedbackId, at, zone }: { readonly feedbackId: string; readonly at: number; readonly zone: string },
): RaisedEvent {
  const timestamp = new Date(at).toISOString();
  const { address } = withheld;
  if (withheld.because === "complained-before") {
    return {
      type: "Complaint",
      at,
      detail: {
        complainedRecipients: [{ emailAddress: address }],
        timestamp,
        feedbackId,
        complaintSubType: onListOf[withheld.listOf],
      },
    };
  }
  const { subType, diagnosis } =
    withheld.because === "unsubscribed"
      ? { subType: "UnsubscribedRecipient", diagnosis: "its owner has unsubscribed" }
      : {
          subType: onListOf[withheld.listOf],
          // SES's own words, which programs look for.
          diagnosis: `it is on the suppression list for your ${withheld.listOf}`,
        };
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
          diagnosticCode: `Signet did not send the message to this address because ${diagnosis}.`,
        },
      ],
      timestamp,
      feedbackId,
      reportingMTA: `dns; ${zone}`,
    },
  };
}
