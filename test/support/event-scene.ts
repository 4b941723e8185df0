import assert from "node:assert/strict";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  type EventType,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { secondMs } from "#platform/clock.ts";
import type { Engine } from "./engines.ts";
import { type SmtpReceiver, startSmtpReceiver } from "./smtp-receiver.ts";
import { TopicSubscriber } from "./topic-subscriber.ts";
import { verifiedDomain } from "./verified-domain.ts";
import { World } from "./world.ts";

/** The configuration set of what is sent. */
export const set = "watched";
const MatchingEventTypes: EventType[] = [
  "SEND",
  "REJECT",
  "BOUNCE",
  "COMPLAINT",
  "DELIVERY",
  "OPEN",
  "CLICK",
  "RENDERING_FAILURE",
  "DELIVERY_DELAY",
  "SUBSCRIPTION",
];
export const idForm = /^0100[0-9a-f]{12}-[0-9a-f-]{36}-000000$/;

interface Mail {
  readonly source: string;
  readonly destination: readonly string[];
  readonly commonHeaders: { readonly from: readonly string[] };
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** A sender whose mail goes to a real server, and somebody who is told of every type of event. */
export interface EventScene extends AsyncDisposable {
  readonly world: World;
  readonly receiver: SmtpReceiver;
  readonly send: (to: string, input?: Partial<SendEmailCommandInput>) => Promise<string>;
  /** What was told of since this was asked last: the type, and the object under SES's name for it. */
  /** The `mail` object of all that was told of. */
  mails(): Mail[];
  told(): [type: string, member: string, detail: Record<string, unknown>][];
}

export async function newEventScene(
  engine: Engine,
  settings: Readonly<Record<string, string>> = {},
): Promise<EventScene> {
  const receiver = await startSmtpReceiver({
    hideSTARTTLS: true,
    answer: async ({ recipients: [recipient = ""] }) => {
      const [code, message] = recipient.startsWith("later")
        ? [451, "4.3.0 Come back later"]
        : recipient.startsWith("nobody")
          ? [550, "5.1.1 No such user here"]
          : [0, ""];
      if (code > 0) throw Object.assign(new Error(message), { responseCode: code });
    },
  });
  const world = await World.start(engine, {
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`, ...settings },
  });
  const subscriber = await TopicSubscriber.start();
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set }));
  const { arn: TopicArn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name: "mail" });
  await world.plain("POST", "/signet/v1/topics/mail/subscriptions", { endpoint: subscriber.url });
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: set,
      EventDestinationName: "all",
      EventDestination: { Enabled: true, MatchingEventTypes, SnsDestination: { TopicArn } },
    }),
  );
  await world.leap(2 * secondMs);
  let seen = 0;
  return {
    world,
    receiver,
    async send(to, input = {}) {
      const { MessageId = "" } = await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: [to] },
          Content: simple("<p>Hello</p>"),
          ConfigurationSetName: set,
          ...input,
        }),
      );
      await world.settle();
      return MessageId;
    },
    mails: () => subscriber.records.map(({ mail }) => mail as Mail),
    told() {
      const fresh = subscriber.records.slice(seen);
      seen += fresh.length;
      return fresh.map(({ eventType, mail, ...objects }) => {
        const { tags, messageId } = mail as { tags: Record<string, string[]>; messageId: string };
        assert.deepEqual(tags["ses:configuration-set"], [set]);
        assert.match(messageId, idForm);
        const [[member, detail] = ["", {}], ...others] = Object.entries(objects);
        assert.deepEqual(others, []);
        return [eventType, member, detail as Record<string, unknown>];
      });
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await subscriber[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

export function simple(html: string) {
  return { Simple: { Subject: { Data: "Hello" }, Body: { Html: { Data: html } } } };
}

/** Somebody far away calls a message unwanted. */
export async function complain(world: World, to: string, recipient: string): Promise<void> {
  const { inbound } = world.app;
  assert.ok(inbound);
  const raw = [
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    "",
    "--b",
    "Content-Type: message/feedback-report",
    "",
    "Feedback-Type: fraud",
    "User-Agent: Far/1.0",
    `Original-Rcpt-To: <${recipient}>`,
    "Arrival-Date: Thu, 26 Nov 2026 10:00:00 +0100",
    "",
    "--b--",
    "",
  ].join("\r\n");
  const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: "", to }, raw });
  await world.settle();
}
