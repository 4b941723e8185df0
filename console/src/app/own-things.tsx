import {
  FileTextIcon,
  GlobeIcon,
  MagnifyingGlassIcon,
  MixerHorizontalIcon,
  PaperPlaneIcon,
} from "@radix-ui/react-icons";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { fewSetsQuery } from "#console/api/configuration-sets.ts";
import { ApiFailure } from "#console/api/failure.ts";
import { fewIdentitiesQuery, type ListedIdentity, proofQuery } from "#console/api/identities.ts";
import { fewMessagesQuery, type SentListed } from "#console/api/messages.ts";
import { fewTemplatesQuery } from "#console/api/templates.ts";
import { toAscii } from "#console/names/in-letters.ts";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailName, MailNames } from "#console/names/mail-name.tsx";
import type { Place } from "./navigation.ts";

const atMostOfEach = 5;

/** As an answer has it, or with more around it the field Message-ID. */
const messageId = /^<?[\da-f]{16}(-[\da-f]+){6}/;

/** What the account has that is called so. It stays as it was found: nothing moves under the hand that chooses. */
export function ownThingsQuery(sought: string) {
  return queryOptions({
    queryKey: ["own-things", sought],
    queryFn: async ({ client }) => {
      const found = await Promise.all([
        identities(client, sought),
        sets(client, sought),
        templates(client, sought),
        messages(client, sought),
      ]);
      return found.flat();
    },
    enabled: sought !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Each of them was tried again already.
    retry: false,
  });
}

async function identities(client: QueryClient, name: string): Promise<Place[]> {
  const found = await client.fetchQuery(fewIdentitiesQuery({ name }, atMostOfEach));
  if (found.next_token === null) return found.identities.map(identityPlace);
  const exact = await exactIdentity(client, found.identities, toAscii(name).toLowerCase());
  const others = found.identities.filter((one) => one.name !== exact?.name);
  return [
    ...(exact === undefined ? others : [exact, ...others]).map(identityPlace),
    rest("identities", { to: "/identities", search: { name } }),
  ];
}

/** Behind so many whose names only hold it, it might not be among the first. */
async function exactIdentity(
  client: QueryClient,
  listed: readonly IdentityNamed[],
  name: string,
): Promise<IdentityNamed | undefined> {
  const among = listed.find((one) => one.name === name);
  if (among !== undefined || !name.includes(".")) return among;
  try {
    return await client.fetchQuery(proofQuery(name));
  } catch (error) {
    if (error instanceof ApiFailure && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

type IdentityNamed = Pick<ListedIdentity, "name" | "kind">;

function identityPlace({ name, kind }: IdentityNamed): Place {
  return {
    where: { to: `/identities/${encodeURIComponent(name)}` },
    label: <MailName name={name} />,
    icon: GlobeIcon,
    beside: kind === "domain" ? "Domain" : "Address",
  };
}

async function sets(client: QueryClient, name: string): Promise<Place[]> {
  const { configuration_sets, next_token } = await client.fetchQuery(fewSetsQuery({ name }, atMostOfEach));
  const listed = configuration_sets.map((one) => ({
    where: { to: `/configuration-sets/${encodeURIComponent(one.name)}` },
    label: one.name,
    icon: MixerHorizontalIcon,
    beside: "Configuration set",
  }));
  return next_token === null
    ? listed
    : [...listed, rest("configuration sets", { to: "/configuration-sets", search: { name } })];
}

async function templates(client: QueryClient, name: string): Promise<Place[]> {
  const found = await client.fetchQuery(fewTemplatesQuery(name, atMostOfEach));
  const listed = found.templates.map((one) => ({
    where: { to: `/templates/${encodeURIComponent(one.name)}` },
    label: one.name,
    icon: FileTextIcon,
    beside: "Template",
  }));
  return found.next_token === null
    ? listed
    : [...listed, rest("templates", { to: "/templates", search: { name } })];
}

/** By whom they are for, or by their id: other words would be looked for in all that was ever sent. */
async function messages(client: QueryClient, sought: string): Promise<Place[]> {
  const filter = messageFilter(sought);
  if (filter === undefined) return [];
  const found = await client.fetchQuery(fewMessagesQuery(filter, atMostOfEach));
  const listed = found.messages.map((one) => ({
    where: { to: `/messages/${encodeURIComponent(one.id)}` },
    label: <MessageLabel message={one} />,
    icon: PaperPlaneIcon,
    beside: "Message",
  }));
  return found.next_token === undefined
    ? listed
    : [...listed, rest("messages", { to: "/messages", search: filter })];
}

function messageFilter(sought: string): { readonly id: string } | { readonly to: string } | undefined {
  if (messageId.test(sought)) return { id: sought };
  return sought.includes("@") ? { to: sought } : undefined;
}

function MessageLabel({ message: { subject, to } }: { readonly message: SentListed }) {
  return (
    <>
      <bdi>{inReadingOrder(subject || "(no subject)")}</bdi> to <MailNames names={to} />
    </>
  );
}

/** The page that lists them all, narrowed in the same way. */
function rest(what: string, where: Place["where"]): Place {
  return { where, label: `More ${what}`, icon: MagnifyingGlassIcon, beside: "List" };
}
