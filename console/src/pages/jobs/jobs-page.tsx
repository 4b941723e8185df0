import type { ReactNode } from "react";
import { Page } from "#console/elements/page.tsx";
import { ExportsCard } from "./exports-card.tsx";
import { ImportsCard } from "./imports-card.tsx";

/** What takes long and is done in the background, while whoever began it goes on. */
export function JobsPage(): ReactNode {
  return (
    <Page title="Jobs" subtitle="What takes long and is done in the background. A job is kept for 90 days.">
      <ImportsCard />
      <ExportsCard />
    </Page>
  );
}
