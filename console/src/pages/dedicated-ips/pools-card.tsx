import { Button, Table } from "@mantine/core";
import { Share1Icon } from "@radix-ui/react-icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dedicatedIpsQuery, ipPoolsQuery, namesOfPools } from "#console/api/dedicated-ips.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { TableHead } from "#console/elements/table-head.tsx";

/** The account's pools, each with its addresses. */
export function PoolsCard({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  const list = useInfiniteQuery(ipPoolsQuery);
  return (
    <>
      <Card title="Pools" flush>
        <Loaded query={list}>
          {(data) => {
            const names = namesOfPools(data);
            return names.length === 0 ? <NoPools onCreate={onCreate} /> : <PoolTable names={names} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
    </>
  );
}

function PoolTable({ names }: { readonly names: readonly string[] }): ReactNode {
  const addresses = useQuery(dedicatedIpsQuery);
  const inPool = (name: string) =>
    addresses.data?.filter(({ PoolName }) => PoolName === name).map(({ Ip }) => Ip);
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", "Addresses"]} />
      <Table.Tbody>
        {names.map((name) => (
          <Table.Tr key={name}>
            <Table.Td>
              <NameWithIcon icon={<Share1Icon />}>
                <Link to="/dedicated-ips/$pool" params={{ pool: name }}>
                  {name}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td>{inPool(name)?.join(", ") || "None"}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoPools({ onCreate }: { readonly onCreate: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<Share1Icon />}
      title="No pools in this region"
      actions={<Button onClick={onCreate}>Create the first</Button>}
    >
      One for each kind of mail keeps what receivers think of one from the others: a newsletter that many
      complain of does not delay receipts.
    </EmptyState>
  );
}
