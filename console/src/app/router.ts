import { createRouter } from "@tanstack/react-router";
import { ComingPage } from "#console/elements/coming-page.tsx";
import { BrokenPage } from "./broken-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { routes } from "./routes.ts";

export const router = createRouter({
  routeTree: routes,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: textsOnly,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  defaultPendingComponent: ComingPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** What is in an address is text, as it was typed: as JSON, which the router would read, 007 and 2026 were no texts. */
function textsOnly(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === "" ? "" : `?${query}`;
}
