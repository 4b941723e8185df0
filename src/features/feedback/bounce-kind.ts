/** Why a server would not have a message, in our words. */
export type BounceKind =
  | "no-recipient"
  | "refused-infrastructure"
  | "mailbox-full"
  | "too-large"
  | "content"
  | "attachment"
  | "later"
  | "timed-out"
  | "suppressed"
  | "invalid"
  | "other";
