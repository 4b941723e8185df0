import { Burger, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazyRouteComponent, Outlet, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { sessionQuery } from "#console/api/session.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { LoadingPage } from "./loading-page.tsx";
import classes from "./shell.module.css";
import { Sidebar } from "./sidebar.tsx";
import { useLive } from "./use-live.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const askAgainEveryMs = 3_000;

/** What surrounds every page. */
export function Shell(): ReactNode {
  const { data: session } = useQuery(sessionQuery);
  if (session?.account === null) return <SignIn />;
  return <Surroundings />;
}

const SignIn = lazyRouteComponent(() => import("#console/pages/sign-in/sign-in-page.tsx"), "SignInPage");

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
      <header className={classes["bar"]}>
        <Brand />
        <Burger opened={menu} onClick={menuIs.toggle} size="sm" aria-label="Menu" />
      </header>
      <Drawer opened={menu} onClose={menuIs.close} size="17rem" withCloseButton={false} padding={0}>
        <Sidebar onSearch={paletteIs.open} />
      </Drawer>
      <main id="content" className={classes["content"]} tabIndex={-1}>
        <WithSession />
      </main>
      <CommandPalette opened={palette} onClose={paletteIs.close} />
    </div>
  );
}

/** No page is shown before it is known who is asking. */
function WithSession(): ReactNode {
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? askAgainEveryMs : false),
  });
  const { isSilent } = useLive(session.data?.account == null ? undefined : session.data.region);
  if (session.data !== undefined) {
    return (
      <>
        {isSilent && (
          <p role="status" className={classes["silent"]}>
            Signet does not answer: what is shown may be old. It goes on by itself.
          </p>
        )}
        <Outlet />
      </>
    );
  }
  if (session.error === null) return <LoadingPage />;
  return (
    <div className={classes["failure"]}>
      <FailureNotice error={session.error} retry={() => void session.refetch()} />
    </div>
  );
}
