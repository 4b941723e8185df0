import type { MessageEvent } from "#console/api/messages.ts";
import type { Tone } from "#console/elements/status-badge.tsx";
import { delayInWords } from "./delay-in-words.ts";

interface EventInWords {
  readonly tone: Tone;
  readonly title: string;
  readonly detail?: string | undefined;
}

interface RecipientDetail {
  readonly emailAddress?: string;
  readonly diagnosticCode?: string;
  readonly status?: string;
}

/** What an event of SES says, in a line or two. Its detail comes from the service as SES would publish it. */
export function eventInWords({ type, detail }: MessageEvent): EventInWords {
  const text = (name: string) => (typeof detail[name] === "string" ? detail[name] : undefined);
  const recipients = (name: string) =>
    Array.isArray(detail[name]) ? (detail[name] as RecipientDetail[]) : [];
  switch (type) {
    case "Send":
      return { tone: "info", title: "Accepted" };
    case "Delivery":
      return {
        tone: "good",
        title: `Delivered to ${listed(detail["recipients"])}`,
        detail: text("smtpResponse"),
      };
    case "Bounce":
      return {
        tone: "bad",
        title: `Bounced: ${[text("bounceType"), text("bounceSubType")].filter(Boolean).join(", ")}`,
        detail: inWords(recipients("bouncedRecipients")),
      };
    case "Complaint":
      return {
        tone: "bad",
        title: `Complained about${text("complaintFeedbackType") === undefined ? "" : `: ${text("complaintFeedbackType")}`}`,
        detail: inWords(recipients("complainedRecipients")),
      };
    case "DeliveryDelay":
      return {
        tone: "waiting",
        title: `Delayed: ${delayInWords(text("delayType"))}`,
        detail: inWords(recipients("delayedRecipients")),
      };
    case "Reject":
      return { tone: "bad", title: "Rejected", detail: text("reason") };
    case "Rendering Failure":
      return { tone: "bad", title: "The template could not be rendered", detail: text("errorMessage") };
    case "Open":
      return { tone: "info", title: "Opened", detail: text("userAgent") };
    case "Click":
      return { tone: "info", title: `Clicked ${text("link") ?? "a link"}`, detail: text("userAgent") };
    default:
      return { tone: "neutral", title: type };
  }
}

function inWords(recipients: readonly RecipientDetail[]): string | undefined {
  const lines = recipients.map(({ emailAddress, diagnosticCode, status }) =>
    // Of which kind it is (RFC 3464 §2.3.6) is for programs.
    [emailAddress, diagnosticCode?.replace(/^smtp;\s*/i, "") ?? status].filter(Boolean).join(": "),
  );
  return lines.length === 0 ? undefined : lines.join("; ");
}

function listed(addresses: unknown): string {
  return Array.isArray(addresses) ? addresses.join(", ") : "the recipient";
}
