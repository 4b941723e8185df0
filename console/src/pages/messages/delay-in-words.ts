/** SES's types of a delay. */
const delays: Readonly<Record<string, string>> = {
  InternalFailure: "a fault here",
  MailboxFull: "the mailbox is full",
  SpamDetected: "it was taken for spam",
  RecipientServerError: "their server put it off",
  IPFailure: "the address it is sent from is limited",
  TransientCommunicationFailure: "no connection to their server",
  SendingDeferral: "it is held back here",
};

/** Not every delay has a type that says why. */
export function delayInWords(type: string | undefined): string {
  return delays[type ?? ""] ?? "it is tried again";
}
