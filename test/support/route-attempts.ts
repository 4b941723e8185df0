import * as signetRoutes from "#servers/api/signet/index.ts";
import { type Names, password } from "./belongings.ts";

export interface RouteAttempt {
  /** What stands for the segments of the path that have a name, and for the query. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Attempts = (names: Names) => readonly RouteAttempt[];
type Route = { readonly method: string; readonly path: string };

const none = () => [];
const bare = () => [{}];
const identity = ({ domain, address }: Names) => [
  { params: { name: domain } },
  { params: { name: address } },
];
const inbox = (n: Names) => [{ params: { id: n.inboxMessage, index: "0" } }];
const message = (n: Names) => [{ params: { id: n.message, index: "0" } }];
const webhook = (n: Names) => [{ params: { id: n.webhook, delivery: n.toldWebhook } }];
const topic = (n: Names) => [{ params: { name: n.topic, id: n.subscription, delivery: n.toldSubscription } }];
const destination = (n: Names) => [
  { params: { set: n.set, name: n.destination, delivery: n.toldDestination } },
];
const pem = { certificate: "none", private_key: "none" };
const user = (body: object) => (n: Names) => [{ params: { id: n.user }, body }];
const paused = (n: Names) => [{ params: { name: n.pausedDomain } }];

/** Of every route of our own, what names something of somebody's. None: it names nothing, or belongs to the installation. */
export const routeAttempts: Readonly<Record<string, Attempts>> = {
  "GET /signet/v1/contact-lists/:list/contacts": (n) => [{ params: { list: n.list } }],
  "GET /signet/v1/configuration-sets/:set/event-destinations/:name/deliveries": destination,
  "POST /signet/v1/configuration-sets/:set/event-destinations/:name/deliveries/:delivery/replay": destination,
  "GET /signet/v1/configuration-sets/:set/reputation": (n) => [{ params: { set: n.set } }],
  "GET /signet/v1/configuration-sets": (n) => [{}, { query: { pool: n.pool } }],
  // The local zone is there only while nobody needs credentials.
  "GET /signet/v1/dns/records": none,
  "PUT /signet/v1/dns/records": none,
  "DELETE /signet/v1/dns/records": none,
  // About the machine, and the same for everybody.
  "GET /signet/v1/blocklists": none,
  "GET /signet/v1/doctor": bare,
  "GET /signet/v1/identities": (n) => [{}, { query: { name: n.domain } }, { query: { tag_key: "of" } }],
  "GET /signet/v1/identities/:name": identity,
  "GET /signet/v1/identities/:name/checks": identity,
  "GET /signet/v1/identities/:name/records": identity,
  "GET /signet/v1/identities/:name/advice": identity,
  "GET /signet/v1/identities/:name/dmarc": identity,
  "GET /signet/v1/identities/:name/dmarc/reports": identity,
  "POST /signet/v1/identities/:name/check": identity,
  "POST /signet/v1/identities/:name/rotate": identity,
  "POST /signet/v1/identities/:name/resend": identity,
  "POST /signet/v1/identities/:name/publish": identity,
  "GET /signet/v1/inbox": (n) => [
    {},
    { query: { message_id: n.message } },
    { query: { to: "carl@far.example" } },
  ],
  "GET /signet/v1/inbox/wait": (n) => [
    { query: { message_id: n.message, timeout_seconds: "0" } },
    { query: { after: n.inboxMessage, timeout_seconds: "0" } },
  ],
  "GET /signet/v1/inbox/:id": inbox,
  "GET /signet/v1/inbox/:id/source": inbox,
  "GET /signet/v1/inbox/:id/rendered": inbox,
  "GET /signet/v1/inbox/:id/attachments/:index": inbox,
  "POST /signet/v1/inbox/:id/release": (n) => [
    { params: { id: n.inboxMessage }, body: { to: ["dora@far.example"] } },
  ],
  "GET /signet/v1/keys": bare,
  "POST /signet/v1/keys": none,
  "GET /signet/v1/messages": (n) => [
    {},
    { query: { id: n.message } },
    { query: { configuration_set: n.set } },
    { query: { tenant: n.tenant } },
    { query: { from: n.domain } },
  ],
  "GET /signet/v1/messages/:id": message,
  "GET /signet/v1/messages/:id/content": message,
  "GET /signet/v1/messages/:id/source": message,
  "GET /signet/v1/messages/:id/rendered": message,
  "GET /signet/v1/messages/:id/attachments/:index": message,
  "POST /signet/v1/messages/:id/resend": message,
  "GET /signet/v1/overview": bare,
  "GET /signet/v1/queue": bare,
  "PUT /signet/v1/queue/pauses/:name": none,
  "DELETE /signet/v1/queue/pauses/:name": paused,
  "PUT /signet/v1/queue/site-pauses/:name": none,
  "DELETE /signet/v1/queue/site-pauses/:name": none,
  "POST /signet/v1/queue/retry": none,
  "GET /signet/v1/session": none,
  "POST /signet/v1/session": none,
  "POST /signet/v1/session/oidc": none,
  "PUT /signet/v1/session/oidc": none,
  "GET /signet/v1/sessions": bare,
  "GET /signet/v1/smtp-settings": none,
  "POST /signet/v1/smtp-credentials": none,
  // It does not end: test/journeys/stream.test.ts.
  "GET /signet/v1/stream": none,
  "GET /signet/v1/suppression.csv": (n) => [{}, { query: { tenant: n.tenant } }],
  "POST /signet/v1/suppression.csv": (n) => [
    { query: { tenant: n.tenant }, body: "dora@far.example,BOUNCE\n" },
  ],
  "GET /signet/v1/templates": (n) => [{}, { query: { name: n.template } }],
  "POST /signet/v1/template-preview": none,
  "POST /signet/v1/template-preview/source": none,
  "GET /signet/v1/template-preview/frame": none,
  "GET /signet/v1/topics": bare,
  "GET /signet/v1/topics/:name/subscriptions": topic,
  "POST /signet/v1/topics/:name/subscriptions": (n) => [
    { params: { name: n.topic }, body: { endpoint: "https://127.0.0.1:1/" } },
  ],
  "GET /signet/v1/topics/:name/subscriptions/:id/deliveries": topic,
  "POST /signet/v1/topics/:name/subscriptions/:id/deliveries/:delivery/replay": topic,
  "GET /signet/v1/users": bare,
  "DELETE /signet/v1/sessions/:id": (n) => [{ params: { id: n.session } }],
  // A new password ends the other sessions.
  "DELETE /signet/v1/sessions": none,
  "POST /signet/v1/users": none,
  "PUT /signet/v1/users/:id/password": user({ password: "another battery", current_password: password }),
  "POST /signet/v1/users/:id/totp": user({ password }),
  "PUT /signet/v1/users/:id/totp": user({ code: "000000" }),
  "DELETE /signet/v1/users/:id/totp": user({ password }),
  "GET /signet/v1/certificates": bare,
  "POST /signet/v1/certificates": none,
  "PUT /signet/v1/certificates/:id": (n) => [{ params: { id: n.certificate }, body: pem }],
  "GET /signet/v1/webhooks": bare,
  "POST /signet/v1/webhooks": (n) => [{ body: { url: "https://127.0.0.1:1/", configuration_set: n.set } }],
  "GET /signet/v1/webhooks/:id/deliveries": webhook,
  "POST /signet/v1/webhooks/:id/deliveries/:delivery/replay": webhook,
  // What is taken away.
  "DELETE /signet/v1/certificates/:id": (n) => [{ params: { id: n.certificate } }],
  "DELETE /signet/v1/webhooks/:id": webhook,
  "DELETE /signet/v1/topics/:name/subscriptions/:id": topic,
  "DELETE /signet/v1/topics/:name": topic,
  "DELETE /signet/v1/inbox/:id": inbox,
  "DELETE /signet/v1/inbox": bare,
  "DELETE /signet/v1/keys/:id": (n) => [{ params: { id: n.apiKey } }, { params: { id: n.accessKey } }],
  "DELETE /signet/v1/users/:id": user({}),
  "DELETE /signet/v1/session": none,
  // What is made.
  "POST /signet/v1/topics": (n) => [{ body: { name: n.topic } }],
};

/** Every route there is: none of them needs what it works with before it is asked for. */
export function ownRoutes(): string[] {
  const anything: unknown = new Proxy(() => anything, { get: () => anything });
  return Object.entries(signetRoutes)
    .filter(([name]) => name.endsWith("Routes"))
    .flatMap(([, make]) => (make as (parts: unknown) => Route[])(anything))
    .map(({ method, path }) => `${method} ${path}`);
}
