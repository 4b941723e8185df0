import { type Contacts, saidOf } from "#features/contacts/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { readPageRequest, readText, readWord } from "./read-query.ts";

/** SES's list of contacts cannot be searched by address. */
export function contactRoutes({ contacts }: { readonly contacts: Contacts }): PlainRoute[] {
  return [
    {
      method: "GET",
      path: "/signet/v1/contact-lists/:list/contacts",
      handle: async (request) => await search(contacts, request),
    },
  ];
}

async function search(contacts: Contacts, { caller, params, query }: PlainRequest) {
  const topic = readText(query, "topic");
  const { list, page } = await contacts.list(caller.owner, params["list"] ?? "", {
    addressContains: readText(query, "address"),
    status: readWord(query, "status", ["OPT_IN", "OPT_OUT"]),
    topic: topic === undefined ? undefined : { name: topic, useDefault: true, called: "topic" },
    page: readPageRequest(query),
  });
  return {
    contacts: page.items.map((contact) => ({
      address: contact.address,
      unsubscribed_from_all: contact.unsubscribedFromAll,
      topics: list.topics.map(({ name, byDefault }) => {
        const said = saidOf(contact, name);
        return { name, status: said ?? byDefault, by_default: said === undefined };
      }),
      updated_at: new Date(contact.updatedAt).toISOString(),
    })),
    next_token: page.nextToken ?? null,
  };
}
