import { Anchor } from "@mantine/core";
import { CheckCircledIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { fewIdentitiesQuery, type VerificationStatus } from "#console/api/identities.ts";
import { messagesQuery } from "#console/api/messages.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailName } from "#console/names/mail-name.tsx";
import { IdentityStatus } from "#console/pages/identities/identity-status.tsx";
import { DeliveryStateBadge } from "#console/pages/messages/delivery-state.tsx";
import classes from "./needs-a-look.module.css";

const shownOfEach = 5;
const troubled: readonly VerificationStatus[] = ["TEMPORARY_FAILURE", "FAILED", "PENDING"];

/** What somebody should look at: identities that are not proven, and messages that did not arrive. */
export function NeedsALook(): ReactNode {
  const lists = useQueries({
    queries: troubled.map((status) => fewIdentitiesQuery({ status }, shownOfEach)),
  });
  const failed = useInfiniteQuery(messagesQuery({ state: "failed" }));
  const broken = [...lists, failed].find(({ error, data }) => error !== null && data === undefined);
  if (broken?.error != null) {
    return <FailureNotice error={broken.error} retry={() => void broken.refetch()} />;
  }
  if (lists.some(({ data }) => data === undefined) || failed.data === undefined) return null;
  const unproven = lists.flatMap(({ data }) => data?.identities ?? []).slice(0, shownOfEach);
  const messages = failed.data.pages.flatMap((page) => page.messages).slice(0, shownOfEach);
  if (unproven.length === 0 && messages.length === 0) {
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
  return (
    <Card title="Needs a look" flush>
      <ul className={classes["list"]}>
        {unproven.map(({ name, verification }) => (
          <li key={name} className={classes["row"]}>
            <Anchor
              component={Link}
              to={`/identities/${encodeURIComponent(name)}`}
              className={classes["what"]}
            >
              <MailName name={name} />
            </Anchor>
            <IdentityStatus status={verification.status} />
          </li>
        ))}
        {messages.map(({ id, to, subject, state, created_at }) => (
          <li key={id} className={classes["row"]}>
            <Anchor component={Link} to={`/messages/${id}`} className={classes["what"]}>
              <bdi>{inReadingOrder(subject ?? "(no subject)")}</bdi>
            </Anchor>
            <span className={classes["quiet"]}>
              to <MailName name={to[0] ?? ""} />, <RelativeTime at={created_at} />
            </span>
            <DeliveryStateBadge state={state} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
