import { hash } from "node:crypto";
import { Html, html } from "#platform/html.ts";

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
  readonly mark: string;
  readonly kind: "good" | "bad";
  readonly text: (page: VerificationPage) => string;
}

const words: Readonly<Record<VerificationOutcome, Words>> = {
  verified: {
    title: "Address verified",
    mark: "✓",
    kind: "good",
    text: (page) => `${subject(page)} may now be used to send e-mail${place(page)}. You can close this page.`,
  },
  "already-verified": {
    title: "Already verified",
    mark: "✓",
    kind: "good",
    text: (page) =>
      `${subject(page)} may already be used to send e-mail${place(page)}. There is nothing left to do.`,
  },
  expired: {
    title: "This link has expired",
    mark: "!",
    kind: "bad",
    text: () => "A verification link is good for 24 hours. Ask whoever requested it to have a new one sent.",
  },
  "not-valid": {
    title: "This link is not valid",
    mark: "!",
    kind: "bad",
    text: () => "It may have been cut off on its way. Copy the whole link from the message and try again.",
  },
  unavailable: {
    title: "Something went wrong",
    mark: "!",
    kind: "bad",
    text: () =>
      "The link could not be checked just now, and nothing has changed. Please try again in a moment.",
  },
};

const style = `
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --line: #dfe2e8; --text: #1d2129; --quiet: #5b6472; --good: #17723b; --bad: #a2461b; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16181d; --card: #20232a; --line: #343842; --text: #e8eaee; --quiet: #a4abb8; --good: #5fd38d; --bad: #f0a37a; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page); color: var(--text); font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { width: 100%; max-width: 30em; padding: 36px 32px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); text-align: center; }
.mark { width: 56px; height: 56px; margin: 0 auto 18px; border: 2px solid currentColor; border-radius: 50%; font-size: 28px; line-height: 52px; }
.good { color: var(--good); }
.bad { color: var(--bad); }
h1 { margin: 0 0 10px; font-size: 24px; line-height: 1.25; }
p { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 28px; color: var(--quiet); font-size: 14px; }
`;

/** Nothing is loaded, run, framed or submitted; the one style sheet is named by its hash. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash("sha256", style, "base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function verificationPage(page: VerificationPage): string {
  const { title, mark, kind, text } = words[page.outcome];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Signet</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<div class="mark ${kind}" aria-hidden="true">${mark}</div>
<h1>${title}</h1>
<p>${text(page)}</p>
<footer>Signet</footer>
</main>
</body>
</html>
`.text;
}

function subject({ address }: VerificationPage): string {
  return address ?? "The address";
}

function place({ region }: VerificationPage): string {
  return region === undefined ? "" : ` in ${region}`;
}
