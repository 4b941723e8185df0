import type { AccessKeys } from "#features/access-keys/index.ts";
import { type Sessions, sessionLifetimeMs } from "#features/sessions/index.ts";
import { secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { type Caller, personOf } from "#servers/api/auth/caller.ts";
import type { SessionCookie } from "#servers/api/auth/session-cookie.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { WithHeaders } from "#servers/api/with-headers.ts";
import { Body } from "./read-body.ts";

/** What whoever talks to this installation needs to know of it. */
export interface Installation {
  readonly auth: "open" | "required";
  readonly region: string;
  readonly zone: string;
  readonly delivery: "capture" | "smtp" | "mx";
  readonly hasLocalZone: boolean;
  readonly version: string;
}

interface Parts {
  readonly installation: Installation;
  readonly accessKeys: Pick<AccessKeys, "regionsOf">;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
}

const path = "/signet/v1/session";
const all = "/signet/v1/sessions";

/** Who is asking, and where; also for who is nobody yet. Signing in, and out. */
export function sessionRoutes(parts: Parts): PlainRoute[] {
  const { sessions } = parts;
  return [
    {
      method: "GET",
      path,
      anyone: true,
      handle: async ({ caller }) =>
        caller === undefined ? strangerToWire(parts.installation) : await toWire(parts, caller),
    },
    { method: "POST", path, anyone: true, handle: async (request) => await signIn(parts, request) },
    { method: "DELETE", path, handle: async ({ caller }) => await signOut(parts, caller) },
    { method: "GET", path: all, handle: async ({ caller }) => await list(sessions, caller) },
    { method: "DELETE", path: all, handle: async ({ caller }) => await signOutEverywhere(parts, caller) },
    {
      method: "DELETE",
      path: `${all}/:id`,
      handle: async ({ caller, params }) => {
        await sessions.end(signedIn(caller).id, params["id"] ?? "");
        return { ended: 1 };
      },
    },
  ];
}

async function signIn(parts: Parts, { body, caller, client }: PlainRequest<Caller | undefined>) {
  const { sessions, cookie, installation } = parts;
  const given = new Body(body);
  const token = await sessions.signIn({
    name: given.string("name"),
    password: given.string("password"),
    code: given.text("code"),
    address: client.address,
    userAgent: client.agent,
  });
  // What the browser had before is not to be found again by whoever put it there.
  if (caller?.by.kind === "session") await sessions.end(caller.by.id, caller.by.sessionId);
  const session = await sessions.find(token);
  if (session === undefined) throw new Error("A session was over before it began.");
  const region = caller?.owner.region ?? installation.region;
  const now = {
    owner: { account: session.account, region },
    by: personOf(session),
  };
  const lifetime = Math.floor(sessionLifetimeMs / secondMs);
  return new WithHeaders(await toWire(parts, now), { "set-cookie": cookie.set(token, lifetime) });
}

async function signOut({ sessions, cookie }: Parts, caller: Caller) {
  const { id, sessionId } = signedIn(caller);
  await sessions.end(id, sessionId);
  return new WithHeaders({ ended: 1 }, { "set-cookie": cookie.clear() });
}

async function signOutEverywhere({ sessions, cookie }: Parts, caller: Caller) {
  const { id } = signedIn(caller);
  const ended = (await sessions.list(id)).length;
  await sessions.endAll(id);
  return new WithHeaders({ ended }, { "set-cookie": cookie.clear() });
}

async function list(sessions: Sessions, caller: Caller) {
  const { id: userId, sessionId } = signedIn(caller);
  return {
    sessions: (await sessions.list(userId)).map(({ id, createdAt, lastUsedAt, sourceIp, userAgent }) => ({
      id,
      created_at: new Date(createdAt).toISOString(),
      last_used_at: new Date(lastUsedAt).toISOString(),
      source_ip: sourceIp,
      user_agent: userAgent,
      current: id === sessionId,
    })),
  };
}

/** Throws `access-denied` for a caller that is no person. */
export function signedIn({ by }: Caller) {
  if (by.kind === "session") return by;
  throw new CallerError("access-denied", "Only people who have signed in can do this, not keys.");
}

async function toWire({ installation, accessKeys }: Parts, { owner, by }: Pick<Caller, "owner" | "by">) {
  const { auth, zone, delivery, hasLocalZone, version } = installation;
  const inUse = await accessKeys.regionsOf(owner.account);
  return {
    auth,
    user: by.kind === "session" ? { id: by.id, name: by.name, totp: by.hasTotp } : null,
    account: owner.account,
    region: owner.region,
    regions: [...new Set([installation.region, owner.region, ...inUse])].toSorted(),
    zone,
    delivery,
    local_zone: hasLocalZone,
    version,
    ...(by.kind === "session" ? { csrf_token: by.csrfToken } : {}),
  };
}

/** Nothing that a stranger has no use for. */
function strangerToWire({ auth, region }: Installation) {
  const hidden = { regions: null, zone: null, delivery: null, local_zone: null, version: null };
  return { auth, user: null, account: null, region, ...hidden };
}
