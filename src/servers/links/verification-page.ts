import { noticePage } from "./page.ts";

/** What following a verification link came to. */
export type VerificationOutcome = "verified" | "already-verified" | "expired" | "not-valid" | "unavailable";

export interface VerificationPage {
  readonly outcome: VerificationOutcome;
  /** Only to whoever held the link. */
  readonly address?: string | undefined;
  /** For people: `Europe (Ireland)`. */
  readonly region?: string | undefined;
}

interface Words {
  readonly title: string;
  readonly kind: "good" | "bad";
  readonly text: (page: VerificationPage) => string;
}

const words: Readonly<Record<VerificationOutcome, Words>> = {
  verified: {
    title: "Address verified",
    kind: "good",
    text: (page) => `${subject(page)} may now be used to send e-mail${place(page)}. You can close this page.`,
  },
  "already-verified": {
    title: "Already verified",
    kind: "good",
    text: (page) =>
      `${subject(page)} may already be used to send e-mail${place(page)}. There is nothing left to do.`,
  },
  expired: {
    title: "This link has expired",
    kind: "bad",
    text: () => "A verification link is good for 24 hours. Ask whoever requested it to have a new one sent.",
  },
  "not-valid": {
    title: "This link is not valid",
    kind: "bad",
    text: () => "It may have been cut off on its way. Copy the whole link from the message and try again.",
  },
  unavailable: {
    title: "Something went wrong",
    kind: "bad",
    text: () =>
      "The link could not be checked just now, and nothing has changed. Please try again in a moment.",
  },
};

export function verificationPage(shown: VerificationPage): string {
  const { title, kind, text } = words[shown.outcome];
  return noticePage({ title, kind, text: text(shown) });
}

function subject({ address }: VerificationPage): string {
  return address ?? "The address";
}

function place({ region }: VerificationPage): string {
  return region === undefined ? "" : ` in ${region}`;
}
