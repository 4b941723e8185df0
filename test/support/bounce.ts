import assert from "node:assert/strict";
import { createTransport } from "nodemailer";
import type { World } from "./world.ts";

/** A delivery status notification (RFC 3464) that comes to a return path, about one recipient or several. */
export async function bounce(
  world: World,
  { to, of, action = "failed" }: { to: string | undefined; of: string | readonly string[]; action?: string },
): Promise<void> {
  const { inbound } = world.app;
  assert.ok(inbound);
  const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
  const failed = [of]
    .flat()
    .map((one) => `Final-Recipient: rfc822; ${one}\r\nAction: ${action}\r\nStatus: 5.1.1\r\n\r\n`);
  const raw =
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n' +
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.far.example\r\n\r\n" +
    `${failed.join("")}--b--\r\n`;
  await transport.sendMail({ envelope: { from: "", to: to ?? "" }, raw });
}
