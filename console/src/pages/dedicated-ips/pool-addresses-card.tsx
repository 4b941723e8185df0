import { Button, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  type DedicatedIp,
  dedicatedIpsKey,
  dedicatedIpsQuery,
  noPool,
  putInPool,
} from "#console/api/dedicated-ips.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** The addresses of a pool. */
export function PoolAddressesCard({ pool }: { readonly pool: string }): ReactNode {
  const [adding, addingIs] = useDisclosure(false);
  const query = useQuery(dedicatedIpsQuery);
  const others = query.data?.filter(({ PoolName }) => PoolName !== pool) ?? [];
  return (
    <Card
      title="Addresses"
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<PlusIcon />}
          disabled={others.length === 0}
          onClick={addingIs.open}
        >
          Put an address in
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(all) => {
          const addresses = all.filter(({ PoolName }) => PoolName === pool);
          return addresses.length === 0 ? (
            <Text c="dimmed" p="var(--inset)">
              {all.length === 0
                ? "None, and the operator has named none that could be put in: its mail leaves as any other."
                : "None yet: its mail leaves as any other."}
            </Text>
          ) : (
            <PoolAddresses addresses={addresses} />
          );
        }}
      </Loaded>
      <Dialog opened={adding} onClose={addingIs.close} title={`Put an address in ${pool}`}>
        <PutForm pool={pool} others={others} onDone={addingIs.close} />
      </Dialog>
    </Card>
  );
}

function PoolAddresses({ addresses }: { readonly addresses: readonly DedicatedIp[] }): ReactNode {
  const takeOut = useChange({
    change: async (ip: string) => await putInPool(ip, noPool),
    affects: [dedicatedIpsKey],
    done: (_, ip) => `${ip} is in no pool now`,
  });
  return (
    <Entries>
      {addresses.map(({ Ip = "" }) => (
        <Entry
          key={Ip}
          title={<code>{Ip}</code>}
          actions={
            <RowButton
              label="Take out"
              of={Ip}
              takesAway
              isPending={takeOut.isPending && takeOut.variables === Ip}
              onClick={() => takeOut.mutate(Ip)}
            />
          }
        />
      ))}
    </Entries>
  );
}

interface PutFormProps {
  readonly pool: string;
  readonly others: readonly DedicatedIp[];
  readonly onDone: () => void;
}

function PutForm({ pool, others, onDone }: PutFormProps): ReactNode {
  const [ip, setIp] = useState(others[0]?.Ip ?? "");
  const put = useChange({
    change: async () => await putInPool(ip, pool),
    affects: [dedicatedIpsKey],
    done: `${ip} is in ${pool} now`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={put} label="Put in">
      <Select
        label="Address"
        description="It leaves the pool that it is in."
        value={ip}
        data={others.map(({ Ip = "", PoolName = noPool }) => ({
          value: Ip,
          label: PoolName === noPool ? Ip : `${Ip}, in ${PoolName}`,
        }))}
        allowDeselect={false}
        onChange={(chosen) => setIp(chosen ?? "")}
        data-autofocus
      />
    </SaveForm>
  );
}
