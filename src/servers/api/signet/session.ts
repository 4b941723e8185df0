import type { AccessKeys } from "#features/access-keys/index.ts";
import type { OidcProvider } from "#features/oidc/index.ts";
import { type Sessions, type SignedInFrom, sessionLifetimeMs } from "#features/sessions/index.ts";
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
  /** Undefined: people sign in by their passwords alone. */
  readonly oidcProvider: OidcProvider | undefined;
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
        caller === undefined ? strangerToWire(parts) : await toWire(parts, caller),
    },
    { method: "POST", path, anyone: true, handle: async (request) => await signIn(parts, request) },
    {
      method: "POST",
      path: `${path}/oidc`,
      anyone: true,
      handle: async () => await providerOf(parts).begin(),
    },
    {
      method: "PUT",
      path: `${path}/oidc`,
      anyone: true,
      handle: async (request) => await signInByProvider(parts, request),
    },
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

async function signIn(parts: Parts, request: PlainRequest<Caller | undefined>) {
  const given = new Body(request.body);
  const token = await parts.sessions.signIn({
    name: given.string("name"),
    password: given.string("password"),
    code: given.text("code"),
    ...signedInFrom(request),
  });
  return await begun(parts, request.caller, token);
}

async function signInByProvider(parts: Parts, request: PlainRequest<Caller | undefined>) {
  const provider = providerOf(parts);
  const given = new Body(request.body);
  const [begunWith, answer] = [given.string("token"), given.string("answer")];
  // Before it counts as a try: it is nobody's.
  provider.requireBegun(begunWith, answer);
  const token = await parts.sessions.signInVouchedFor(
    signedInFrom(request),
    async () => await provider.nameIn(begunWith, answer),
  );
  return await begun(parts, request.caller, token);
}

function providerOf({ oidcProvider }: Parts): OidcProvider {
  if (oidcProvider !== undefined) return oidcProvider;
  throw new CallerError("not-found", "No OpenID provider is set (SIGNET_OIDC): sign in with a password.");
}

function signedInFrom({ client }: PlainRequest<Caller | undefined>): SignedInFrom {
  return { address: client.address, userAgent: client.agent };
}

async function begun(parts: Parts, caller: Caller | undefined, token: string) {
  const { sessions, cookie, installation } = parts;
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

async function toWire(parts: Parts, { owner, by }: Pick<Caller, "owner" | "by">) {
  const { installation, accessKeys } = parts;
  const { auth, zone, delivery, hasLocalZone, version } = installation;
  const inUse = await accessKeys.regionsOf(owner.account);
  return {
    auth,
    user:
      by.kind === "session" ? { id: by.id, name: by.name, password: by.hasPassword, totp: by.hasTotp } : null,
    provider: providerToWire(parts),
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
function strangerToWire(parts: Parts) {
  const { auth, region } = parts.installation;
  const hidden = { regions: null, zone: null, delivery: null, local_zone: null, version: null };
  return { auth, user: null, provider: providerToWire(parts), account: null, region, ...hidden };
}

/** Who else vouches for people, and the page of the console at which they begin and come back to. */
function providerToWire({ oidcProvider: provider }: Parts) {
  return provider === undefined ? null : { name: provider.name, url: provider.redirectUri };
}
