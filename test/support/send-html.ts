import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { World } from "./world.ts";

interface HtmlMessage {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly html?: string;
  /** The configuration set. */
  readonly set?: string;
}

/** Sends a message in text and, where it is given, in HTML; answers its id. */
export async function sendHtml(world: World, message: HtmlMessage): Promise<string> {
  const { from, to = "bob@example.com", subject = "Hello", html, set } = message;
  const Body = { Text: { Data: "In plain text" }, ...(html === undefined ? {} : { Html: { Data: html } }) };
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body } },
      ...(set === undefined ? {} : { ConfigurationSetName: set }),
    }),
  );
  return MessageId;
}
