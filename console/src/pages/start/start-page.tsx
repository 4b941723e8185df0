import { Anchor, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { identitiesQuery, proofQuery } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { ProveStep } from "./prove-step.tsx";
import { ReadStep } from "./read-step.tsx";
import { RegisterStep } from "./register-step.tsx";
import { SendStep } from "./send-step.tsx";
import type { SentTest } from "./sent-test.ts";

const whileWaitingMs = 4_000;

/** Leads a newcomer from nothing to a message that was signed, sent and read. */
export function StartPage(): ReactNode {
  const list = useInfiniteQuery(identitiesQuery());
  const { delivery } = useSession();
  return (
    <Page
      title="First steps"
      subtitle={`From nothing to a signed message in four steps. ${
        delivery === "capture"
          ? "Nothing leaves this machine."
          : "What you send leaves, to the address that you give."
      }`}
    >
      <Loaded query={list}>
        {({ pages }) => {
          const identities = pages.flatMap((page) => page.identities);
          const newest = identities.find(({ may_send }) => may_send) ?? identities[0];
          return <Steps existing={newest?.name} />;
        }}
      </Loaded>
    </Page>
  );
}

/** One step after another, each open once the one before it is done. */
function Steps({ existing }: { readonly existing: string | undefined }): ReactNode {
  const session = useSession();
  const [registered, setRegistered] = useState<string>();
  const [sent, setSent] = useState<SentTest>();
  const name = registered ?? existing;
  const proof = useQuery({
    ...proofQuery(name ?? ""),
    enabled: name !== undefined,
    refetchInterval: ({ state }) => (state.data?.may_send === true ? false : whileWaitingMs),
  });
  const identity = name === undefined ? undefined : proof.data;
  const isProven = identity?.may_send === true;
  return (
    <Stack gap="md">
      <RegisterStep identity={identity} onRegistered={setRegistered} />
      <ProveStep identity={identity} hasLocalZone={session.local_zone === true} />
      <SendStep identity={isProven ? identity : undefined} sent={sent} onSent={setSent} />
      <ReadStep sent={sent} delivery={session.delivery} />
      <Text c="dimmed" mt="sm">
        What is registered is listed under{" "}
        <Anchor component={Link} to="/identities" inherit>
          Identities
        </Anchor>
        .
      </Text>
    </Stack>
  );
}
