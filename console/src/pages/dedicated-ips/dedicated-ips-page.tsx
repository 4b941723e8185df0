import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { createIpPool, dedicatedIpsKey } from "#console/api/dedicated-ips.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { Page } from "#console/elements/page.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { AddressesCard } from "./addresses-card.tsx";
import { PoolsCard } from "./pools-card.tsx";

/** Addresses that mail leaves from, and what they are put together to. */
export function DedicatedIpsPage(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  return (
    <Page
      title="Dedicated IPs"
      subtitle="Addresses of this machine that mail leaves from. A configuration set names a pool of them; mail without one leaves from whichever the machine chooses."
      actions={
        <Button leftSection={<PlusIcon />} onClick={creatingIs.open}>
          Create a pool
        </Button>
      }
    >
      <PoolsCard onCreate={creatingIs.open} />
      <AddressesCard />
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a pool">
        <CreatePool />
      </Dialog>
    </Page>
  );
}

function CreatePool(): ReactNode {
  const navigate = useNavigate();
  const creation = useChange({
    change: createIpPool,
    affects: [dedicatedIpsKey],
    tellsFailure: false,
    after: async (_, pool) => await navigate({ to: "/dedicated-ips/$pool", params: { pool } }),
  });
  return (
    <NameForm
      label="Name"
      placeholder="newsletters"
      description="Lower-case letters, digits, hyphens and underscores. It stays as it is."
      button="Create"
      creation={creation}
    />
  );
}
