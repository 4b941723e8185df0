import { CheckCircledIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { blocklistsQuery, type Standing } from "#console/api/blocklists.ts";
import { fewIdentitiesQuery, type ListedIdentity, type VerificationStatus } from "#console/api/identities.ts";
import { messagesQuery, type SentListed } from "#console/api/messages.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailName } from "#console/names/mail-name.tsx";
import { IdentityStatus } from "#console/pages/identities/identity-status.tsx";
import { DeliveryStateBadge } from "#console/pages/messages/delivery-state.tsx";

const shownOfEach = 5;
const broken: readonly VerificationStatus[] = ["TEMPORARY_FAILURE", "FAILED"];

/** What somebody should look at, the worst first: addresses on blocklists, identities that are not proven any more, messages that did not arrive, and what waits for its proof. */
export function NeedsALook(): ReactNode {
  const identities = useQueries({
    queries: [...broken, "PENDING" as const].map((status) => fewIdentitiesQuery({ status }, shownOfEach)),
  });
  const failed = useInfiniteQuery(messagesQuery({ state: "failed" }));
  const listed = useListed();
  const unread = [...identities, failed].find(({ error, data }) => error !== null && data === undefined);
  if (unread?.error != null) {
    return <FailureNotice error={unread.error} retry={() => void unread.refetch()} />;
  }
  if (identities.some(({ data }) => data === undefined) || failed.data === undefined) return null;
  const lists = identities.map(({ data }) => data?.identities ?? []);
  const unproven = lists.slice(0, broken.length).flat().slice(0, shownOfEach);
  const pending = lists
    .slice(broken.length)
    .flat()
    .slice(0, shownOfEach - unproven.length);
  const found = failed.data.pages.flatMap((page) => page.messages);
  if (listed.length + unproven.length + pending.length + found.length === 0) {
    return (
      <Card>
        <EmptyState icon={<CheckCircledIcon />} title="Nothing needs a look">
          {/* Only so many messages are looked through for a page. */}
          Every identity is proven, and {failed.hasNextPage ? "none of the latest messages" : "no message"}{" "}
          has failed.
        </EmptyState>
      </Card>
    );
  }
  const hasMore = found.length > shownOfEach || failed.hasNextPage;
  const hasMorePending = identities.at(-1)?.data?.next_token != null;
  return (
    <Card title="Needs a look" flush>
      <Entries>
        <Listed standings={listed} />
        <Unproven identities={unproven} />
        <Failed messages={found.slice(0, shownOfEach)} />
        {hasMore && found.length > 0 && (
          <Entry
            title={
              <Link to="/messages" search={{ state: "failed" }}>
                All failed messages
              </Link>
            }
          />
        )}
        <Unproven identities={pending} />
        {hasMorePending && (
          <Entry
            title={
              <Link to="/identities" search={{ status: "PENDING" }}>
                All pending identities
              </Link>
            }
          />
        )}
      </Entries>
    </Card>
  );
}

/** What is not known, or cannot be read, holds up nothing else. */
function useListed(): readonly Standing[] {
  const { data } = useQuery(blocklistsQuery);
  return data?.standings.filter(({ verdict }) => verdict === "listed") ?? [];
}

function Listed({ standings }: { readonly standings: readonly Standing[] }): ReactNode {
  return standings.map(({ address, list, listed_at, description }) => (
    <Entry
      key={`${address} ${list}`}
      title={<Link to="/dedicated-ips">{address}</Link>}
      actions={<StatusBadge tone="bad">On {list}</StatusBadge>}
    >
      {description ?? "On a blocklist"}
      {listed_at !== null && (
        <>
          , since <RelativeTime at={listed_at} />
        </>
      )}
    </Entry>
  ));
}

function Unproven({ identities }: { readonly identities: readonly ListedIdentity[] }): ReactNode {
  return identities.map(({ name, kind, verification }) => (
    <Entry
      key={name}
      title={
        <Link to="/identities/$name" params={{ name }}>
          <MailName name={name} />
        </Link>
      }
      actions={<IdentityStatus status={verification.status} />}
    >
      {kind}, since <RelativeTime at={verification.since} />
    </Entry>
  ));
}

function Failed({ messages }: { readonly messages: readonly SentListed[] }): ReactNode {
  return messages.map(({ id, to, subject, state, created_at }) => (
    <Entry
      key={id}
      title={
        <Link to="/messages/$id" params={{ id }}>
          <bdi>{inReadingOrder(subject ?? "(no subject)")}</bdi>
        </Link>
      }
      actions={<DeliveryStateBadge state={state} />}
    >
      to <MailName name={to[0] ?? ""} />, <RelativeTime at={created_at} />
    </Entry>
  ));
}
