import { openLog } from "#platform/log.ts";
import { type InboundOptions, type ReceivedMail, startInbound } from "#servers/smtp/inbound/index.ts";
import type { SubmissionWorld } from "./submission.ts";

/** The only address that mail is taken for. */
export const returnPath = "m1@bounces.us-east-1.signet.localhost";

/** The listener that bounces come back to, by itself, and what it took. */
export async function inboundListener(world: SubmissionWorld, options: Partial<InboundOptions> = {}) {
  const received: ReceivedMail[] = [];
  const listener = await startInbound({
    host: "127.0.0.1",
    port: 0,
    name: "feedback-smtp.us-east-1.signet.localhost",
    accepts: async (recipient) => recipient === returnPath,
    receive: async (mail) => void received.push(mail),
    certificate: world.certificate,
    clock: world.clock,
    log: openLog({ write: (line) => void world.logged.push(line) }),
    ...options,
  });
  return { ...listener, received, [Symbol.asyncDispose]: async () => await listener[Symbol.asyncDispose]() };
}
