import { Select, Stack, Switch } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { configurationSetsQuery, namesOfSets } from "#console/api/configuration-sets.ts";
import { type Identity, identitiesKey } from "#console/api/identities.ts";
import { putConfigurationSet, putFeedback, putSigning } from "#console/api/identity-settings.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { useRestOnOpening } from "#console/elements/use-rest-on-opening.ts";

interface SendingCardProps {
  readonly name: string;
  readonly identity: Identity;
}

/** What applies to every message from it. */
export function SendingCard({ name, identity }: SendingCardProps): ReactNode {
  const affects = [identitiesKey];
  const sets = useInfiniteQuery(configurationSetsQuery());
  const rest = useRestOnOpening(sets);
  // Its own may not have come yet.
  const own = identity.ConfigurationSetName === undefined ? [] : [identity.ConfigurationSetName];
  const signing = useChange({
    change: async (enabled: boolean) => await putSigning(name, enabled),
    affects,
    done: "Saved",
  });
  const feedback = useChange({
    change: async (enabled: boolean) => await putFeedback(name, enabled),
    affects,
    done: "Saved",
  });
  const set = useChange({
    change: async (chosen: string | null) => await putConfigurationSet(name, chosen ?? undefined),
    affects,
    done: "Saved",
  });
  return (
    <Card title="Sending">
      <Stack gap="md" maw="36rem">
        <Switch
          label="Sign with DKIM"
          description={
            identity.IdentityType === "EMAIL_ADDRESS"
              ? "With the key of its domain, where that is verified here too."
              : "Without a signature most receivers take it for spam."
          }
          checked={identity.DkimAttributes?.SigningEnabled ?? false}
          disabled={signing.isPending}
          onChange={(event) => signing.mutate(event.currentTarget.checked)}
        />
        <Switch
          label="Mail bounces and complaints to the sender"
          description="Beside the events that are published. Turn it off where a destination listens for them."
          checked={identity.FeedbackForwardingStatus ?? false}
          disabled={feedback.isPending}
          onChange={(event) => feedback.mutate(event.currentTarget.checked)}
        />
        <Select
          label="Configuration set"
          description="Applies where a message names none itself."
          {...rest}
          placeholder="None"
          clearable
          searchable
          value={identity.ConfigurationSetName ?? null}
          data={[...new Set([...own, ...namesOfSets(sets.data)])]}
          disabled={set.isPending}
          onChange={(chosen) => set.mutate(chosen)}
        />
      </Stack>
    </Card>
  );
}
