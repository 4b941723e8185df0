import { EnvelopeClosedIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { InboxListed } from "#console/api/inbox.ts";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailNames } from "#console/names/mail-name.tsx";
import classes from "./inbox-list.module.css";

interface InboxListProps {
  readonly messages: readonly InboxListed[];
  readonly isNarrowed: boolean;
}

export function InboxList({ messages, isNarrowed }: InboxListProps): ReactNode {
  if (messages.length === 0) {
    return (
      <EmptyState icon={<EnvelopeClosedIcon />} title={isNarrowed ? "Nothing matches" : "Nothing has come"}>
        {isNarrowed
          ? "No message has this subject or recipient."
          : "What is sent while delivery is set to capture appears here by itself."}
      </EmptyState>
    );
  }
  return (
    <ul className={classes["list"]}>
      {messages.map(({ id, subject, to, from, received_at }) => (
        <li key={id}>
          <Link to="/inbox/$id" params={{ id }} search className={classes["row"]}>
            <span className={classes["line"]}>
              <span className={classes["to"]}>
                <MailNames names={to} />
              </span>
              <span className={classes["time"]}>
                <RelativeTime at={received_at} />
              </span>
            </span>
            <span className={classes["subject"]} dir="auto">
              {inReadingOrder(subject || "(no subject)")}
            </span>
            <span className={classes["from"]}>
              from <bdi>{inReadingOrder(from)}</bdi>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
