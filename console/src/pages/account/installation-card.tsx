import type { ReactNode } from "react";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { Facts } from "#console/elements/facts.tsx";

const waysOut = {
  capture: "Kept in the local inbox; nothing leaves",
  smtp: "Through a smart host",
  mx: "To the recipients' own servers",
} as const;

/** What its operator has set, which the console shows and does not change. */
export function InstallationCard(): ReactNode {
  const { version, zone, delivery, auth, local_zone } = useSession();
  return (
    <Card title="This Signet" description="Set by environment variables, read when it starts.">
      <Facts
        facts={[
          ["Version", version],
          ["Delivery", delivery === null ? null : waysOut[delivery]],
          ["Zone", <code key="zone">{zone}</code>],
          [
            "Access",
            auth === "open" ? "Open: whoever reaches it on this machine" : "With a key, or signed in",
          ],
          ["Local zone", local_zone === true ? "Answers in place of domains of one's own" : "None"],
        ]}
      />
    </Card>
  );
}
