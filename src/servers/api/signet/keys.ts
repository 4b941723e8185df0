import {
  type AccessKeys,
  everything,
  isApiKeyId,
  type KeyScope,
  sendingAs,
} from "#features/access-keys/index.ts";
import { badMember } from "#platform/errors.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { listedKey, madeKey } from "./key-answers.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/keys";
const kinds = ["access-key", "api-key"] as const;
const longestDescription = 256;

/** What programs of the account prove themselves with. */
export function keyRoutes({ accessKeys }: { readonly accessKeys: AccessKeys }): PlainRoute[] {
  return [
    { method: "GET", path, handle: async ({ caller }) => await list(accessKeys, caller.owner.account) },
    { method: "POST", path, handle: async (request) => await create(accessKeys, request) },
    {
      method: "DELETE",
      path: `${path}/:id`,
      handle: async ({ caller, params: { id = "" } }) => {
        const kind = isApiKeyId(id) ? "api-key" : "access-key";
        await accessKeys.revoke(kind, caller.owner.account, id);
        return { revoked: 1 };
      },
    },
  ];
}

async function list(accessKeys: AccessKeys, account: string) {
  const keys = await Promise.all(
    kinds.map(async (kind) => (await accessKeys.list(kind, account)).map((key) => listedKey(kind, key))),
  );
  return { keys: keys.flat() };
}

async function create(accessKeys: AccessKeys, { caller, body }: PlainRequest) {
  const { account } = caller.owner;
  const given = new Body(body);
  const kind = kinds.find((known) => known === given.string("kind"));
  if (kind === undefined) throw badMember("kind", `must be one of ${kinds.join(", ")}`);
  const description = readDescription(given);
  const scope = readScope(given);
  const key =
    kind === "access-key"
      ? await accessKeys.createAccessKey(account, description, scope)
      : await accessKeys.createApiKey(account, description, scope);
  return madeKey(kind, description, key);
}

export function readScope(body: Body): KeyScope {
  const may = body.optionalText("may") ?? "everything";
  const from = body.has("from") ? body.strings("from") : undefined;
  if (may === "send") return sendingAs(from);
  if (may !== "everything") throw badMember("may", "must be one of everything, send");
  if (from !== undefined) throw badMember("from", 'is for keys that may "send"');
  return everything;
}

export function readDescription(body: Body): string {
  const description = body.text("description");
  if (description.length > longestDescription || /\p{Cc}/u.test(description)) {
    throw badMember("description", `must be a line of ${longestDescription} characters at most`);
  }
  return description;
}
