import type { Wording } from "./send-request.ts";

const placeholder = "{{amazonSESUnsubscribeUrl}}";
/** Template data in which the placeholder stands for itself: it outlasts the rendering, and the link is put in its place. */
export const placeholderData = JSON.stringify({ amazonSESUnsubscribeUrl: placeholder });
/** SES replaces it twice at most in a part. */
const mostReplaced = 2;

/** Puts the link where the sender wants it. */
export function withUnsubscribeLink({ subject, text, html }: Wording, url: string): Wording {
  return {
    subject,
    text: text === undefined ? undefined : replaced(text, url),
    html: html === undefined ? undefined : replaced(html, url),
  };
}

export function replaced(text: string, url: string): string {
  let result = text;
  for (let times = 0; times < mostReplaced; times++) result = result.replace(placeholder, () => url);
  return result;
}
