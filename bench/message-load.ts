import { setTimeout as delay } from "node:timers/promises";
import { type LoadResult, load } from "./load.ts";
import { signedRequest } from "./sign.ts";
import type { Signet } from "./signet.ts";
import { smtpLoad } from "./smtp-load.ts";

const domain = "sender.example";
const region = "us-east-1";
const connections = 64;
export const bytesPerMessage = 5_000;

export type Door = "HTTP" | "SMTP";

/** Sends messages of 5 KB, by a signed SendEmail or over SMTP; as fast as they are taken, or at a given rate. */
export async function sendMessages(
  signet: Signet,
  { door, count, offeredPerSecond }: { door: Door; count: number; offeredPerSecond?: number },
): Promise<LoadResult> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const pace = offeredPerSecond === undefined ? {} : { offeredPerSecond };
  if (door === "HTTP") {
    const requests = numbers.map((number) => sendRequest(signet, number));
    return await load({ port: signet.port, connections, requests, ...pace });
  }
  const messages = numbers.map(submittedMessage);
  const { smtpPort: port, credentials } = signet;
  return await smtpLoad({ port, connections, credentials, region, messages, ...pace });
}

function sendRequest({ port, credentials }: Signet, number: number): Buffer {
  const body = JSON.stringify({
    FromEmailAddress: `news@${domain}`,
    Destination: { ToAddresses: [recipient(number)] },
    Content: {
      Simple: { Subject: { Data: `Message ${number}` }, Body: { Text: { Data: textOf(number) } } },
    },
  });
  const request = { method: "POST", path: "/v2/email/outbound-emails", body, region } as const;
  return signedRequest({ ...request, host: `127.0.0.1:${port}` }, credentials);
}

function submittedMessage(number: number) {
  const to = recipient(number);
  const header = [
    `From: news@${domain}`,
    `To: ${to}`,
    `Subject: Message ${number}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
  ];
  return {
    from: `news@${domain}`,
    to,
    data: `${header.join("\r\n")}\r\n\r\n${textOf(number)}.`,
  };
}

function recipient(number: number): string {
  return `reader-${number}@domain-${number % 100}.example`;
}

function textOf(number: number): string {
  const line = `This is line of message ${number}, long enough to be like one that somebody wrote.\r\n`;
  return line.repeat(Math.ceil(bytesPerMessage / line.length));
}

/** Publishes the sender's records in the local zone, and waits until they have been seen. */
export async function verifySender({ port }: Signet): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return ((await response.json()) as { data: Record<string, unknown> }).data;
  };
  const created = await call("POST", "/v2/email/identities", { EmailIdentity: domain });
  const dkim = created["DkimAttributes"] as { Tokens: string[]; SigningHostedZone: string };
  for (const token of dkim.Tokens) {
    await call("PUT", "/signet/v1/dns/records", {
      name: `${token}._domainkey.${domain}`,
      type: "CNAME",
      value: `${token}.${dkim.SigningHostedZone}`,
    });
  }
  for (;;) {
    const identity = await call("GET", `/v2/email/identities/${domain}`);
    if (identity["VerificationStatus"] === "SUCCESS") return;
    await delay(200);
  }
}
