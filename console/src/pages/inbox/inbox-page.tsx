import { Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { emptyInbox, inboxKey, inboxQuery } from "#console/api/inbox.ts";
import { unlessStandingStill } from "#console/api/standing-still.ts";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { Page } from "#console/elements/page.tsx";
import { useSought } from "#console/elements/use-sought.ts";
import { InboxList } from "./inbox-list.tsx";
import classes from "./inbox-page.module.css";
import { NothingHasCome } from "./nothing-has-come.tsx";

/** Mail that was kept here instead of being sent: a list, and what is open beside it. */
export function InboxPage(): ReactNode {
  const { id } = useParams({ strict: false });
  const { sought } = useSearch({ from: "/inbox" });
  const navigate = useNavigate();
  const seek = (wanted: string) =>
    void navigate({ to: ".", search: wanted === "" ? {} : { sought: wanted }, replace: true });
  const [text, type] = useSought(sought, seek);
  const list = useInfiniteQuery({
    ...inboxQuery(sought?.includes("@") === true ? { to: sought } : { subject: sought }),
    refetchInterval: unlessStandingStill(15_000),
  });
  // What is still shown for other words says nothing about the whole.
  const isWhole = text.trim() === "" && sought === undefined && !list.isPlaceholderData;
  const isEmpty = isWhole && list.data?.pages.every(({ messages }) => messages.length === 0) === true;
  return (
    <Page
      title="Inbox"
      subtitle="Mail that was kept here and not sent. It is where links and tests arrive."
      actions={list.data !== undefined && !isEmpty && <EmptyInbox />}
    >
      {isEmpty && id === undefined ? (
        <NothingHasCome />
      ) : (
        <div className={classes["panes"]} data-open={id === undefined ? "list" : "message"}>
          <div className={classes["list"]}>
            <div className={classes["search"]}>
              <TextInput
                variant="unstyled"
                aria-label="Search by subject or recipient"
                placeholder="Subject or whole recipient"
                leftSection={<MagnifyingGlassIcon aria-hidden />}
                value={text}
                onChange={(event) => type(event.currentTarget.value)}
              />
            </div>
            <Found list={list} isNarrowed={sought !== undefined} count={({ messages }) => messages.length} />
            <div className={classes["rows"]}>
              <Loaded query={list}>
                {({ pages }) => (
                  <InboxList
                    messages={pages.flatMap(({ messages }) => messages)}
                    isNarrowed={sought !== undefined}
                  />
                )}
              </Loaded>
              <MoreButton list={list} isLive />
            </div>
          </div>
          <div className={classes["message"]}>
            <Outlet />
          </div>
        </div>
      )}
    </Page>
  );
}

function EmptyInbox(): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  return (
    <>
      <Button variant="default" onClick={askingIs.open}>
        Empty
      </Button>
      <ConfirmDeletion
        of={asking ? "inbox" : undefined}
        onClose={askingIs.close}
        title={() => "Empty the inbox?"}
        label="Delete all"
        remove={async () => {
          await emptyInbox();
          await navigate({ to: "/inbox" });
        }}
        affects={[inboxKey]}
        done="The inbox is empty"
      >
        Every message in it is deleted, in all regions.
      </ConfirmDeletion>
    </>
  );
}
