import { Anchor } from "@mantine/core";
import { CheckCircledIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { identitiesQuery, type VerificationStatus } from "#console/api/identities.ts";
import { messagesQuery } from "#console/api/messages.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { IdentityStatus } from "#console/pages/identities/identity-status.tsx";
import { DeliveryStateBadge } from "#console/pages/messages/delivery-state.tsx";
import classes from "./needs-a-look.module.css";

const shownOfEach = 5;
const troubled: ReadonlySet<VerificationStatus> = new Set(["PENDING", "FAILED", "TEMPORARY_FAILURE"]);

/** What somebody should look at: identities that are not proven, and messages that did not arrive. */
export function NeedsALook(): ReactNode {
  const identities = useInfiniteQuery(identitiesQuery());
  const failed = useInfiniteQuery(messagesQuery({ state: "failed" }));
  if (identities.data === undefined || failed.data === undefined) return null;
  const unproven = identities.data.pages
    .flatMap((page) => page.identities)
    .filter(({ verification }) => troubled.has(verification.status));
  const messages = failed.data.pages.flatMap((page) => page.messages).slice(0, shownOfEach);
  if (unproven.length === 0 && messages.length === 0) {
    return (
      <Card>
        <EmptyState icon={<CheckCircledIcon />} title="Nothing needs a look">
          Every identity is proven, and no message has failed.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Needs a look" flush>
      <ul className={classes["list"]}>
        {unproven.slice(0, shownOfEach).map(({ name, verification }) => (
          <li key={name} className={classes["row"]}>
            <Anchor
              component={Link}
              to={`/identities/${encodeURIComponent(name)}`}
              className={classes["what"]}
            >
              {name}
            </Anchor>
            <IdentityStatus status={verification.status} />
          </li>
        ))}
        {messages.map(({ id, to, subject, state, created_at }) => (
          <li key={id} className={classes["row"]}>
            <Anchor component={Link} to={`/messages/${id}`} className={classes["what"]}>
              {subject ?? "(no subject)"}
            </Anchor>
            <span className={classes["quiet"]}>
              to {to[0]}, <RelativeTime at={created_at} />
            </span>
            <DeliveryStateBadge state={state} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
