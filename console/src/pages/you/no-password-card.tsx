import type { ReactNode } from "react";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";

/** In place of what needs the password. */
export function NoPasswordCard(): ReactNode {
  const { provider } = useSession();
  return (
    <Card
      title="Password"
      description={
        provider === null
          ? "You have none. Another user of the account can give you one."
          : `You have none: ${provider.name} vouches for you. Another user of the account can give you one.`
      }
    />
  );
}
