import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { GlobeIcon, PlusIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type IdentityFilter, identitiesQuery } from "#console/api/identities.ts";
import { unlessStandingStill } from "#console/api/standing-still.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { Page } from "#console/elements/page.tsx";
import { IdentityFilters } from "./identity-filters.tsx";
import { IdentityTable } from "./identity-table.tsx";
import { RegisterForm } from "./register-form.tsx";

/** The domains and addresses that this account may send from. */
export function IdentitiesPage(): ReactNode {
  const [registering, registeringIs] = useDisclosure(false);
  const filter: IdentityFilter = useSearch({ from: "/identities" });
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...identitiesQuery(filter),
    refetchInterval: unlessStandingStill(15_000),
  });
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== "");
  return (
    <Page
      title="Identities"
      subtitle="Domains and addresses that mail may be sent from, and the proof that they are yours."
      actions={
        <Button leftSection={<PlusIcon />} onClick={registeringIs.open}>
          Register
        </Button>
      }
    >
      <IdentityFilters filter={filter} />
      <Found list={list} isNarrowed={isFiltered} count={({ identities }) => identities.length} />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const found = pages.flatMap(({ identities }) => identities);
            if (found.length > 0) return <IdentityTable identities={found} />;
            return isFiltered ? <NothingMatches /> : <NoIdentities onRegister={registeringIs.open} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} isLive />
      <Dialog
        opened={registering}
        onClose={registeringIs.close}
        title="Register an identity"
        size="lg"
        description="A domain covers every address in it. You prove it by DNS records; an address by following a link that is mailed to it."
      >
        <RegisterForm onRegistered={(name) => void navigate({ to: "/identities/$name", params: { name } })} />
      </Dialog>
    </Page>
  );
}

function NoIdentities({ onRegister }: { readonly onRegister: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<GlobeIcon />}
      title="No identities in this region"
      actions={<Button onClick={onRegister}>Register the first</Button>}
    >
      Register the domain you want to send from. A domain of your own is not needed to try it: the local zone
      answers for any name.
    </EmptyState>
  );
}

function NothingMatches(): ReactNode {
  return (
    <EmptyState icon={<GlobeIcon />} title="Nothing matches">
      No identity in this region has this name, kind, status and tag.
    </EmptyState>
  );
}
