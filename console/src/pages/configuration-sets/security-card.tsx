import { Switch } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { configurationSetQuery, putSigningScheme } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { SetProps } from "./set-props.ts";

/** What its messages are signed with beside DKIM. */
export function SecurityCard({ name, set }: SetProps): ReactNode {
  const signing = useChange({
    change: async (isSmime: boolean) =>
      await putSigningScheme(name, isSmime ? "SmimeScheme" : "DefaultScheme"),
    affects: [configurationSetQuery(name).queryKey],
    done: "Saved",
  });
  return (
    <Card title="Message security">
      <Switch
        label="S/MIME signing"
        description={
          <>
            Messages are signed whose sender has an active <Link to="/certificates">certificate</Link>; all
            others go out as they are.
          </>
        }
        checked={set.MessageSecurityOptions?.SigningScheme?.SmimeScheme !== undefined}
        disabled={signing.isPending}
        onChange={(event) => signing.mutate(event.currentTarget.checked)}
        maw="36rem"
      />
    </Card>
  );
}
