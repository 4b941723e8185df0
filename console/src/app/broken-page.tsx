import { Box } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { ApiFailure } from "#console/api/failure.ts";
import { isAnswering } from "#console/api/session.ts";
import { FailureNotice } from "#console/elements/failure-notice.tsx";

/** A page that could not be shown: its files could not be loaded, or a fault of the console's. */
export function BrokenPage({ error }: ErrorComponentProps): ReactNode {
  const broken = error instanceof Error ? error : new Error(String(error));
  return (
    <Box p="xl" maw="44rem" mx="auto">
      {loading.test(broken.message) ? (
        <NotLoaded />
      ) : (
        <FailureNotice error={broken} retry={() => location.reload()} />
      )}
    </Box>
  );
}

/** As Vite and the browsers put it. */
const loading = /preload CSS|dynamically imported module|module script failed/i;

const askAgainEveryMs = 3_000;

/** Loads everything again once a service that was silent answers; one that answers may have been updated meanwhile. */
function NotLoaded(): ReactNode {
  const [isSilent, setSilent] = useState<boolean>();
  useEffect(() => {
    let wasSilent = false;
    const ask = async () => {
      const answers = await isAnswering();
      if (answers && wasSilent) location.reload();
      wasSilent ||= !answers;
      setSilent(wasSilent);
    };
    void ask();
    const asking = setInterval(() => void ask(), askAgainEveryMs);
    return () => clearInterval(asking);
  }, []);
  if (isSilent === undefined) return null;
  const failure = isSilent
    ? { code: "UNREACHABLE", message: "This page could not be loaded: Signet does not answer." }
    : { code: "OUTDATED", message: "This page is not there any more as it was: Signet was updated." };
  return <FailureNotice error={new ApiFailure({ status: 0, ...failure })} retry={() => location.reload()} />;
}
