import { badRequest, CallerError } from "#platform/errors.ts";
import type { WordsChange } from "./store.ts";

/** As those of other templates. */
const nameForm = /^[A-Za-z0-9_-]{1,64}$/;
/** SES's limit. */
const largestContentBytes = 10 * 1024 * 1024;
/** RFC 5322 §2.1.1: no line of a header is longer. */
const longestSubject = 998;
const longestUrl = 2_048;

/** Throws `bad-request`. */
export function checkName(name: string): void {
  if (nameForm.test(name)) return;
  throw badRequest("TemplateName", "Template names have 1 to 64 letters, digits, hyphens and underscores.");
}

/** What is left out is not looked at. Throws `bad-request`, `invalid-verification-content`. */
export function checkWords({ subject = "", content = "", successUrl, failureUrl }: WordsChange): void {
  if (subject.length > longestSubject) {
    throw badRequest("TemplateSubject", `The subject must not have more than ${longestSubject} characters.`);
  }
  if (Buffer.byteLength(content) > largestContentBytes) {
    const message = "The template must not be larger than 10 MB.";
    const details = [{ path: "TemplateContent", message }];
    throw new CallerError("invalid-verification-content", message, details);
  }
  if (successUrl !== undefined && !isWebUrl(successUrl))
    throw badRequest("SuccessRedirectionURL", "The success redirection URL is invalid");
  if (failureUrl !== undefined && !isWebUrl(failureUrl))
    throw badRequest("FailureRedirectionURL", "The failure redirection URL is invalid");
}

function isWebUrl(text: string): boolean {
  return text.length <= longestUrl && /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
