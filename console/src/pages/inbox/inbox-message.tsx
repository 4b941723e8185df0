import { ActionIcon, Group, Text, Title, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  ActivityLogIcon,
  ChevronLeftIcon,
  DownloadIcon,
  PaperPlaneIcon,
  TrashIcon,
} from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  deleteFromInbox,
  type InboxMessage,
  inboxAddress,
  inboxKey,
  inboxMessageQuery,
} from "#console/api/inbox.ts";
import { useSession } from "#console/api/session.ts";
import { bytes } from "#console/elements/bytes.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { MessageView } from "#console/message/message-view.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailNames } from "#console/names/mail-name.tsx";
import classes from "./inbox-message.module.css";
import { ReleaseDialog } from "./release-dialog.tsx";

/** The message that is open beside the list. */
export function OpenInboxMessage(): ReactNode {
  const { id } = useParams({ from: "/inbox/$id" });
  const query = useQuery(inboxMessageQuery(id));
  return <Loaded query={query}>{(message) => <Opened key={message.id} message={message} />}</Loaded>;
}

function Opened({ message }: { readonly message: InboxMessage }): ReactNode {
  const { id, subject, from, to, received_at, size_bytes } = message;
  return (
    <article>
      <header className={classes["head"]}>
        <div className={classes["top"]}>
          <Link to="/inbox" search className={classes["back"]}>
            <ChevronLeftIcon aria-hidden />
            All messages
          </Link>
          <Title order={2} className={classes["subject"]} dir="auto">
            {inReadingOrder(subject || "(no subject)")}
          </Title>
          <Actions message={message} />
        </div>
        <dl className={classes["lines"]}>
          <dt>From</dt>
          <dd>
            <bdi>{inReadingOrder(from)}</bdi>
          </dd>
          <dt>To</dt>
          <dd>
            <MailNames names={to} />
          </dd>
        </dl>
        <Text c="dimmed" size="sm" mt={4}>
          <RelativeTime at={received_at} /> · {bytes(size_bytes)}
        </Text>
      </header>
      <MessageView parts={message} partAt={(part, query) => inboxAddress(id, part, query)} />
    </article>
  );
}

function Actions({ message }: { readonly message: InboxMessage }): ReactNode {
  const { id, to, message_id } = message;
  const { delivery } = useSession();
  const [releasing, releasingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = useChange({
    change: async () => await deleteFromInbox(id),
    affects: [[...inboxKey, "list"]],
    done: "Deleted",
    after: async () => await navigate({ to: "/inbox", search: true }),
  });
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label="What became of it">
        <ActionIcon
          component={Link}
          to={`/messages/${encodeURIComponent(message_id)}`}
          variant="subtle"
          color="gray"
          aria-label="What became of it"
        >
          <ActivityLogIcon />
        </ActionIcon>
      </Tooltip>
      {delivery !== "capture" && (
        <Tooltip label="Send it on">
          <ActionIcon variant="subtle" color="gray" onClick={releasingIs.open} aria-label="Send it on">
            <PaperPlaneIcon />
          </ActionIcon>
        </Tooltip>
      )}
      <ReleaseDialog id={id} to={to} opened={releasing} onClose={releasingIs.close} />
      <Tooltip label="Download the source">
        <ActionIcon
          component="a"
          href={inboxAddress(id, "source")}
          download
          variant="subtle"
          color="gray"
          aria-label="Download the source"
        >
          <DownloadIcon />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label="Delete"
        >
          <TrashIcon />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
