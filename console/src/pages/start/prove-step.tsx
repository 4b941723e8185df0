import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { checkNow, identitiesKey, type Proof, publishLocally, resendLink } from "#console/api/identities.ts";
import { useChange } from "#console/elements/use-change.ts";
import { IdentityStatus } from "#console/pages/identities/identity-status.tsx";
import { RecordsToPublish } from "#console/pages/identities/records-to-publish.tsx";
import { Step } from "./step.tsx";

interface ProveStepProps {
  readonly identity: Proof | undefined;
  readonly hasLocalZone: boolean;
}

export function ProveStep({ identity, hasLocalZone }: ProveStepProps): ReactNode {
  const title = identity?.kind === "address" ? "Follow the link" : "Publish the records";
  if (identity === undefined) return <Step number={2} title={title} state="to come" />;
  const badge = <IdentityStatus status={identity.verification.status} />;
  if (identity.may_send) {
    return <Step number={2} title={title} state="done" beside={badge} result="It is proven to be yours." />;
  }
  return (
    <Step number={2} title={title} state="now" beside={badge}>
      {identity.kind === "domain" ? (
        <Publish identity={identity} hasLocalZone={hasLocalZone} />
      ) : (
        <FollowLink identity={identity} />
      )}
    </Step>
  );
}

function Publish({
  identity,
  hasLocalZone,
}: {
  readonly identity: Proof;
  readonly hasLocalZone: boolean;
}): ReactNode {
  const affects = [identitiesKey];
  const publish = useChange({ change: publishLocally, affects, done: "Published; looking for them now" });
  const check = useChange({ change: checkNow, affects, done: "Looking at every name server now" });
  return (
    <>
      <Text c="dimmed" mb="md" maw="44rem">
        Publish these at the DNS provider of {identity.name}. Signet asks the zone's own name servers and
        turns green by itself once all of them answer.
      </Text>
      <RecordsToPublish records={identity.records} />
      <Group mt="md" gap="sm">
        {hasLocalZone && (
          <Button loading={publish.isPending} onClick={() => publish.mutate(identity.name)}>
            Publish in the local zone
          </Button>
        )}
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate(identity.name)}>
          Check now
        </Button>
        <Button variant="subtle" component={Link} to={`/identities/${encodeURIComponent(identity.name)}`}>
          What was seen
        </Button>
      </Group>
    </>
  );
}

function FollowLink({ identity }: { readonly identity: Proof }): ReactNode {
  const resend = useChange({
    change: resendLink,
    affects: [identitiesKey],
    done: "Another link is on its way",
  });
  return (
    <>
      <Text c="dimmed" mb="md" maw="44rem">
        A message with a link went to {identity.name}. While mail is kept in the local inbox, it is there. The
        link works for 24 hours.
      </Text>
      <Group gap="sm">
        <Button component={Link} to="/inbox">
          Open the inbox
        </Button>
        <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate(identity.name)}>
          Send another link
        </Button>
      </Group>
    </>
  );
}
