import { type Identities, maySend } from "#features/identities/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import { badMember } from "#platform/errors.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readStatus, statusNames, statusOnWire } from "#servers/api/verification-status.ts";
import { readPageRequest, readText, readWord } from "./read-query.ts";

interface Parts {
  readonly identities: Identities;
  readonly tags: Tags;
}

/** SES's list has no tags. */
export function identityListRoutes(parts: Parts): PlainRoute[] {
  return [
    { method: "GET", path: "/signet/v1/identities", handle: async (request) => await list(parts, request) },
  ];
}

async function list({ identities, tags }: Parts, { caller: { owner }, query }: PlainRequest) {
  const status = readWord(query, "status", statusNames);
  const { items, nextToken } = await identities.list(owner, {
    filter: {
      nameContains: readText(query, "name"),
      kind: readWord(query, "kind", ["domain", "address"]),
      status: status && readStatus(status),
      tag: readTag(query),
    },
    page: readPageRequest(query),
  });
  const tagsOf = await tags.ofResources(
    owner,
    items.map(({ name }) => `identity/${name}` as const),
  );
  return {
    identities: items.map((identity) => ({
      name: identity.name,
      kind: identity.kind,
      may_send: maySend(identity),
      verification: {
        status: statusOnWire(identity.verification.status),
        since: new Date(identity.verification.since).toISOString(),
      },
      tags: tagsOf.get(`identity/${identity.name}`) ?? [],
    })),
    next_token: nextToken ?? null,
  };
}

/** Without a value, whatever it is. */
function readTag(query: URLSearchParams): (Pick<Tag, "key"> & Partial<Tag>) | undefined {
  const key = readText(query, "tag_key");
  const value = readText(query, "tag_value");
  if (key === undefined && value !== undefined) throw badMember("tag_value", "is that of a tag_key");
  return key === undefined ? undefined : { key, ...(value === undefined ? {} : { value }) };
}
