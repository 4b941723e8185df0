/** Header fields that SES takes once in a message ("Amazon SES header fields"), and To, Cc and Bcc (RFC 5322 §3.6). */
const onceOnly = new Set(
  (
    "accept-language acceptlanguage archived-at auto-submitted bcc bounces-to cc comments content-alternative content-base " +
    "content-class content-description content-disposition content-duration content-id content-language content-length " +
    "content-location content-md5 content-transfer-encoding content-type date delivered-to disposition-notification-options " +
    "disposition-notification-to dkim-signature domainkey-signature errors-to from importance in-reply-to keywords " +
    "list-archive list-help list-id list-owner list-post list-subscribe list-unsubscribe list-unsubscribe-post " +
    "message-context message-id mime-version organization original-from original-message-id original-recipient " +
    "original-subject precedence priority references reply-to return-path return-receipt-to sender sensitivity solicitation " +
    "subject thread-index thread-topic to user-agent vbr-info"
  ).split(" "),
);

/** The first name that stands there again although it may not, as it is written there. */
export function repeatedField(fields: readonly { readonly name: string }[]): string | undefined {
  const seen = new Set<string>();
  return fields.find(({ name }) => {
    const lower = name.toLowerCase();
    const isRepeated = onceOnly.has(lower) && seen.has(lower);
    seen.add(lower);
    return isRepeated;
  })?.name;
}
