import { Button, Tabs } from "@mantine/core";
import { UpdateIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { checkNow, identitiesKey, type Proof, proofQuery, resendLink } from "#console/api/identities.ts";
import { Copyable } from "#console/elements/copyable.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { senderOf } from "#console/elements/sender-field.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { inLetters } from "#console/names/in-letters.ts";
import { SendTestButton } from "#console/pages/messages/send-test-button.tsx";
import { AddressProof } from "./address-proof.tsx";
import { CheckHistory } from "./check-history.tsx";
import { DmarcReports } from "./dmarc-reports.tsx";
import { AddressRecords, DomainRecords } from "./domain-records.tsx";
import { IdentitySettings } from "./identity-settings.tsx";
import { IdentityStatus } from "./identity-status.tsx";
import { SigningKeys } from "./signing-keys.tsx";

/** While it is not settled, what happens is looked at often. */
const whileWaitingMs = 4_000;
const onceSettledMs = 15_000;

/** One domain or address: what proves it, what was seen, and how it sends. */
export function IdentityPage(): ReactNode {
  const { name } = useParams({ from: "/identities/$name" });
  const query = useQuery({
    ...proofQuery(name),
    refetchInterval: ({ state }) => (isSettled(state.data) ? onceSettledMs : whileWaitingMs),
  });
  const identity = query.data;
  return (
    <Page
      title={inLetters(name) ?? name}
      back={{ to: "/identities", label: "Identities" }}
      beside={identity && <IdentityStatus status={identity.verification.status} />}
      subtitle={identity && <Since identity={identity} />}
      actions={identity && <DoNow identity={identity} />}
    >
      <Loaded query={query}>
        {(proof) => (proof.kind === "domain" ? <Domain proof={proof} /> : <Address proof={proof} />)}
      </Loaded>
    </Page>
  );
}

function isSettled(proof: Proof | undefined): boolean {
  const waits = [proof?.verification, proof?.dkim.verification, proof?.mail_from?.verification];
  return proof !== undefined && waits.every((verification) => verification?.status !== "PENDING");
}

function Since({ identity }: { readonly identity: Proof }): ReactNode {
  const { name, verification, latest_check, created_at } = identity;
  const isVerified = verification.status === "SUCCESS";
  return (
    <>
      {inLetters(name) !== undefined && (
        <>
          <Copyable value={name} what="the name as it is kept" />
          <br />
        </>
      )}
      {isVerified ? "Verified " : "Registered "}
      <RelativeTime at={isVerified ? verification.since : created_at} />
      {latest_check !== undefined && (
        <>
          {" · last checked "}
          <RelativeTime at={latest_check.checked_at} />
        </>
      )}
    </>
  );
}

function DoNow({ identity }: { readonly identity: Proof }): ReactNode {
  const affects = [identitiesKey];
  const check = useChange({ change: checkNow, affects, done: "Looking at every name server now" });
  const resend = useChange({ change: resendLink, affects, done: "Another link is on its way" });
  const { name, kind, may_send, mail_from } = identity;
  return (
    <>
      {may_send && <SendTestButton sender={senderOf(kind, name)} />}
      {kind === "address" && !may_send && (
        <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate(name)}>
          Send another link
        </Button>
      )}
      {(kind === "domain" || mail_from !== undefined) && (
        <Button
          variant="default"
          leftSection={<UpdateIcon />}
          loading={check.isPending}
          onClick={() => check.mutate(name)}
        >
          Check now
        </Button>
      )}
    </>
  );
}

const tabs = ["records", "checks", "dmarc", "keys", "settings"] as const;

function Domain({ proof }: { readonly proof: Proof }): ReactNode {
  const { tab } = useSearch({ from: "/identities/$name" });
  const navigate = useNavigate({ from: "/identities/$name" });
  return (
    <Tabs
      value={tabs.find((one) => one === tab) ?? tabs[0]}
      onChange={(chosen) => void navigate({ search: chosen === null ? {} : { tab: chosen }, replace: true })}
      keepMounted={false}
    >
      <Tabs.List mb="lg">
        <Tabs.Tab value="records">Records</Tabs.Tab>
        <Tabs.Tab value="checks">Checks</Tabs.Tab>
        <Tabs.Tab value="dmarc">DMARC reports</Tabs.Tab>
        <Tabs.Tab value="keys">Keys</Tabs.Tab>
        <Tabs.Tab value="settings">Settings</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="records">
        <DomainRecords proof={proof} />
      </Tabs.Panel>
      <Tabs.Panel value="checks">
        <CheckHistory name={proof.name} />
      </Tabs.Panel>
      <Tabs.Panel value="dmarc">
        <DmarcReports proof={proof} />
      </Tabs.Panel>
      <Tabs.Panel value="keys">
        <SigningKeys proof={proof} />
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        <IdentitySettings proof={proof} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Address({ proof }: { readonly proof: Proof }): ReactNode {
  return (
    <>
      {!proof.may_send && <AddressProof />}
      <AddressRecords proof={proof} />
      <IdentitySettings proof={proof} />
      {proof.mail_from !== undefined && <CheckHistory name={proof.name} />}
    </>
  );
}
