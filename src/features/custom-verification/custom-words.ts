import { html } from "#platform/html.ts";
import { permittedHtml } from "./permitted-html.ts";

/** The sender's words, and after them what SES appends: the link, and what to do who did not ask for it. */
export function customWords(
  content: string,
  { address, link }: { readonly address: string; readonly link: string },
): string {
  const appended = html`<hr>
<p>To confirm that ${address} is yours, follow this link: <a ses:no-track href="${link}">${link}</a></p>
<p>If you did not ask for this, do nothing: without the link, nothing happens.</p>`;
  return `${permittedHtml(content)}\n${appended.text}\n`;
}
