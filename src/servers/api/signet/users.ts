import type { Sessions } from "#features/sessions/index.ts";
import type { SecondFactor, StoredUser, User, Users } from "#features/users/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/users";

interface Parts {
  readonly users: Users;
  readonly sessions: Pick<Sessions, "isPassword">;
  readonly secondFactor: SecondFactor;
}

/** Who may sign in to the account. */
export function userRoutes(parts: Parts): PlainRoute[] {
  const { users } = parts;
  return [
    {
      method: "GET",
      path,
      handle: async ({ caller }) => ({
        users: (await users.list(caller.owner.account)).map((user) => ({ id: user.id, ...toWire(user) })),
      }),
    },
    {
      method: "POST",
      path,
      handle: async ({ caller, body }) => {
        const given = new Body(body);
        const name = given.string("name");
        const user = await users.create(caller.owner.account, { name, password: passwordIn(given) });
        return withResource(toWire(user), user);
      },
    },
    { method: "DELETE", path: `${path}/:id`, handle: async (request) => await remove(parts, request) },
    {
      method: "PUT",
      path: `${path}/:id/password`,
      handle: async (request) => await setPassword(parts, request),
    },
    ...secondFactorRoutes(parts),
  ];
}

function secondFactorRoutes(parts: Parts): PlainRoute[] {
  const { secondFactor } = parts;
  return [
    {
      method: "POST",
      path: `${path}/:id/totp`,
      handle: async (request) => {
        refuseOthers(request);
        const user = await userOf(parts, request);
        await requirePassword(parts, user, { request, member: "password" });
        return await secondFactor.begin(user);
      },
    },
    {
      method: "PUT",
      path: `${path}/:id/totp`,
      handle: async (request) => {
        refuseOthers(request);
        const code = new Body(request.body).string("code");
        return { recovery_codes: await secondFactor.confirm(await userOf(parts, request), code) };
      },
    },
    {
      method: "DELETE",
      path: `${path}/:id/totp`,
      handle: async (request) => {
        const user = await userOf(parts, request);
        if (isSelf(request)) await requirePassword(parts, user, { request, member: "password" });
        await secondFactor.remove(user);
        return withResource(toWire({ ...user, hasTotp: false }), user);
      },
    },
  ];
}

async function remove(parts: Parts, request: PlainRequest) {
  if (isSelf(request)) throw new CallerError("conflict", "Nobody removes the user they are signed in as.");
  await parts.users.remove(await userOf(parts, request));
  return { removed: 1 };
}

async function setPassword(parts: Parts, request: PlainRequest) {
  const body = new Body(request.body);
  const user = await userOf(parts, request);
  if (isSelf(request)) await requirePassword(parts, user, { request, member: "current_password" });
  const password = passwordIn(body);
  await parts.users.setPassword(user, password, sessionOf(request.caller));
  return withResource(toWire({ ...user, hasPassword: password !== undefined }), user);
}

/** Null: none, for whom an OpenID provider vouches. It has to be said. */
function passwordIn(body: Body): string | undefined {
  return body.isNull("password") ? undefined : body.string("password");
}

async function userOf({ users }: Parts, { caller, params }: PlainRequest) {
  return await users.get(caller.owner.account, params["id"] ?? "");
}

function isSelf({ caller: { by }, params }: PlainRequest): boolean {
  return by.kind === "session" && by.id === params["id"];
}

function refuseOthers(request: PlainRequest): void {
  if (!isSelf(request)) throw new CallerError("access-denied", "Only the user who is signed in may do this.");
}

/** A browser that was left open is not enough to take over who sits there. */
async function requirePassword(
  { sessions }: Parts,
  user: StoredUser,
  { request, member }: { readonly request: PlainRequest; readonly member: string },
): Promise<void> {
  if (!user.hasPassword) {
    throw new CallerError("access-denied", "You have no password here: another user can give you one.");
  }
  const given = new Body(request.body).string(member);
  if (await sessions.isPassword(user, given, request.client.address)) return;
  throw new CallerError("access-denied", "The password is wrong.", [{ path: member, message: "is wrong" }]);
}

function sessionOf({ by }: Caller): string | undefined {
  return by.kind === "session" ? by.sessionId : undefined;
}

function toWire({ name, createdAt, lastSignedInAt, hasPassword, hasTotp }: User) {
  return {
    name,
    created_at: new Date(createdAt).toISOString(),
    last_signed_in_at: lastSignedInAt === undefined ? null : new Date(lastSignedInAt).toISOString(),
    password: hasPassword,
    totp: hasTotp,
  };
}
