import type { SendEmailRequest, SendEmailResponse } from "@aws-sdk/client-sesv2";
import { call } from "./call.ts";
import { once } from "./once.ts";
import type { Plain } from "./plain.ts";
import type { TemplateParts } from "./templates.ts";

export interface TestMessage {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
}

/** A message that shows what a message of one's own would look like. */
export async function sendTest({ from, to, subject }: TestMessage): Promise<string> {
  const text = `Hello,\n\nthis message was sent by Signet from ${from}, signed, and it has arrived.\n`;
  const html = `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;color:#1d1f25;padding:24px"><h1 style="font-size:20px">It has arrived</h1><p>This message was sent by <b>Signet</b> from <code>${escapeHtml(from)}</code>, and it is signed.</p></body></html>`;
  const body: Plain<SendEmailRequest> = {
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: { Subject: { Data: subject }, Body: { Text: { Data: text }, Html: { Data: html } } },
    },
  };
  return await send(body);
}

/** Words that are there already: what a template became. */
export async function sendWords(message: {
  readonly from: string;
  readonly to: string;
  readonly words: Partial<TemplateParts>;
}): Promise<string> {
  const { from, to, words } = message;
  const { subject = "", text, html } = words;
  const Body = {
    ...(text === undefined ? {} : { Text: { Data: text } }),
    ...(html === undefined ? {} : { Html: { Data: html } }),
  };
  const body: Plain<SendEmailRequest> = {
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: subject }, Body } },
  };
  return await send(body);
}

async function send(body: Plain<SendEmailRequest>): Promise<string> {
  const { MessageId = "" } = await once(
    body,
    async (idempotencyKey) =>
      await call<Plain<SendEmailResponse>>("POST", "/v2/email/outbound-emails", { body, idempotencyKey }),
  );
  return MessageId;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
