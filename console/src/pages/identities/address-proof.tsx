import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";

/** How an address is proven: somebody who reads its mail follows a link. */
export function AddressProof(): ReactNode {
  const { delivery } = useSession();
  return (
    <Card
      title="Waiting for the link to be followed"
      description={
        <>
          A message with a link went to the address. It works for 24 hours.
          {delivery === "capture" && (
            <>
              {" "}
              Mail is kept here, so it is in the{" "}
              <Anchor component={Link} to="/inbox" inherit>
                inbox
              </Anchor>
              .
            </>
          )}
        </>
      }
    />
  );
}
