import { Burger, Drawer, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazyRouteComponent, Outlet, useRouterState } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { personOf } from "#console/api/answered-session.ts";
import type { ApiFailure } from "#console/api/failure.ts";
import { type Session, SessionOfPages, sessionQuery, useSession } from "#console/api/session.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { useShownTitle } from "#console/elements/page-title.ts";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import classes from "./shell.module.css";
import { Sidebar } from "./sidebar.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useLive } from "./use-live.ts";
import { useReadingAgain } from "./use-reading-again.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const askAgainEveryMs = 3_000;

/** What surrounds every page: nothing before it is known who is asking, for it may be somebody who has to sign in. */
export function Shell(): ReactNode {
  useKeptFocus();
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? askAgainEveryMs : false),
  });
  if (session.data !== undefined) return <Known session={session.data} />;
  if (session.error === null) return <Waiting />;
  return (
    <main className={classes["failure"]}>
      <FailureNotice error={session.error} retry={() => void session.refetch()} />
    </main>
  );
}

/** What is on the pages outlives a session that ends by itself: its person signs in again above them, and goes on. */
function Known({ session }: { readonly session: Session }): ReactNode {
  const [begun, setBegun] = useState(session);
  const isOver = session.account === null;
  if (!isOver && session !== begun) setBegun(session);
  const person = personOf(begun);
  if (person === undefined) return <SignIn provider={session.provider} />;
  return (
    <>
      <SessionOfPages value={begun}>
        <Surroundings key={person} />
      </SessionOfPages>
      <Suspense>
        {isOver && <SignInAgain name={begun.user?.name ?? ""} provider={session.provider} />}
      </Suspense>
    </>
  );
}

/** Seen only where the answer takes its time. */
function Waiting(): ReactNode {
  return (
    <div className={classes["waiting"]} aria-busy>
      <img src="/favicon.svg" alt="" width={40} height={40} />
    </div>
  );
}

const SignIn = lazyRouteComponent(() => import("#console/pages/sign-in/sign-in-page.tsx"), "SignInPage");
const SignInAgain = lazyRouteComponent(
  () => import("#console/pages/sign-in/sign-in-again.tsx"),
  "SignInAgain",
);

function Surroundings(): ReactNode {
  const [palette, paletteIs] = useDisclosure(false);
  const [menu, menuIs] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useShortcuts(paletteIs.open);
  useEffect(menuIs.close, [path]);
  return (
    <div className={classes["shell"]}>
      <a href="#content" className={classes["skip"]}>
        Skip to the content
      </a>
      <aside className={classes["sidebar"]}>
        <Sidebar onSearch={paletteIs.open} />
      </aside>
      <nav className={classes["bar"]} aria-label="Signet">
        <Brand />
        <Burger opened={menu} onClick={menuIs.toggle} size="sm" aria-label="Menu" />
      </nav>
      <Drawer
        opened={menu}
        onClose={menuIs.close}
        size="17rem"
        withCloseButton={false}
        padding={0}
        attributes={{ content: { "aria-label": "Menu" } }}
      >
        <Sidebar onSearch={paletteIs.open} />
      </Drawer>
      <main id="content" className={classes["content"]} tabIndex={-1}>
        <Pages />
      </main>
      <CommandPalette opened={palette} onClose={paletteIs.close} />
      <Arrival />
    </div>
  );
}

/** Says which page has come to who does not see it: no browser does, where none was loaded. */
function Arrival(): ReactNode {
  const title = useShownTitle();
  return (
    <VisuallyHidden role="status" aria-label="Page">
      {title}
    </VisuallyHidden>
  );
}

function Pages(): ReactNode {
  const { region } = useSession();
  const { isSilent } = useLive(region);
  const notRead = useReadingAgain();
  const doubt = isSilent
    ? "Signet does not answer: what is shown may be old. It goes on by itself."
    : notRead && doubtAbout(notRead);
  return (
    <>
      {doubt !== undefined && (
        <p role="status" className={classes["doubt"]}>
          {doubt}
        </p>
      )}
      <Outlet />
    </>
  );
}

function doubtAbout({ status, message }: ApiFailure): string {
  return status === 404
    ? `What is shown may be gone: ${message}`
    : `What is shown may be old: ${message} It is tried again by itself.`;
}
