import { type Clock, secondMs } from "#platform/clock.ts";
import { openSmtpConnection } from "#protocols/smtp/open.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import type { SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";
import type { Finding } from "./finding.ts";

/** Somebody waits for the report. */
const stepMs = 5 * secondMs;
const timeouts = {
  ...rfcTimeouts,
  connect: stepMs,
  tlsHandshake: stepMs,
  greeting: stepMs,
  command: stepMs,
};

/** Whether the smart host lets us in: asked as a delivery asks, up to where it would take a message. */
export async function examineSmartHost(
  address: SmartHostAddress,
  { clientName, clock, signal }: { clientName: string; clock: Clock; signal: AbortSignal },
): Promise<Finding> {
  const peer = `${address.host}:${address.port}`;
  const opening = await openSmtpConnection({ ...address, clientName, clock, timeouts }, signal);
  if (opening.status !== "open") {
    return {
      status: "failed",
      seen: `${peer} takes no mail from here: ${opening.reason}`,
      advice: advice[opening.step] ?? "Its words say why.",
    };
  }
  await using connection = opening.connection;
  const tls = connection.tls.level === "none" ? "without TLS" : "in TLS";
  const known = address.credentials === undefined ? "" : ", and knows the user name and the password";
  return { status: "ok", seen: `${peer} takes mail from here, ${tls}${known}.`, advice: "" };
}

const advice: Partial<Record<SmtpStep, string>> = {
  connect:
    "See that SIGNET_DELIVERY names the host and the port at which it takes mail, and that nothing between here and there closes the port.",
  tls: "In SIGNET_DELIVERY smtps:// is TLS from the first octet, as on port 465, and smtp:// STARTTLS; ?tls= says how much of it has to be.",
  greeting: "See that it is a mail server that listens at the port which SIGNET_DELIVERY names.",
  auth: "Give SIGNET_DELIVERY the user name and the password that it knows, with what is special in them percent-encoded.",
};
