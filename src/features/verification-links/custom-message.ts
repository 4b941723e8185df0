import type { SignWith } from "#features/delivery/index.ts";
import { html } from "#platform/html.ts";

/** A verification message in a customer's words. */
export interface CustomMessage {
  /** Its MessageId. */
  readonly id: string;
  readonly sender: string;
  readonly subject: string;
  readonly html: string;
  readonly signWith: SignWith;
  readonly successUrl: string;
  readonly failureUrl: string;
}

/** The customer's words, and after them what SES appends: the link, and what to do who did not ask for it. */
export function customWords(
  message: CustomMessage,
  { address, link }: { readonly address: string; readonly link: string },
) {
  const appended = html`<hr>
<p>To confirm that ${address} is yours, follow this link: <a href="${link}">${link}</a></p>
<p>If you did not ask for this, do nothing: without the link, nothing happens.</p>`;
  return {
    from: { address: message.sender },
    subject: message.subject,
    html: `${message.html}\n${appended.text}\n`,
  };
}
