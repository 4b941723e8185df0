import { Share1Icon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { blocklistsQuery, type Standing } from "#console/api/blocklists.ts";
import { type DedicatedIp, dedicatedIpsQuery, noPool } from "#console/api/dedicated-ips.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { AddressEditor } from "./address-editor.tsx";

/** Every address that mail may leave from, and where it is. */
export function AddressesCard(): ReactNode {
  const query = useQuery(dedicatedIpsQuery);
  const [editing, setEditing] = useState<string>();
  const address = query.data?.find(({ Ip }) => Ip === editing);
  return (
    <Card title="Addresses" description="The operator names them; an account puts them into pools." flush>
      <Loaded query={query}>
        {(addresses) =>
          addresses.length === 0 ? <NoAddresses /> : <AddressList addresses={addresses} onEdit={setEditing} />
        }
      </Loaded>
      {address !== undefined && <AddressEditor address={address} onClose={() => setEditing(undefined)} />}
    </Card>
  );
}

interface AddressListProps {
  readonly addresses: readonly DedicatedIp[];
  readonly onEdit: (ip: string) => void;
}

function AddressList({ addresses, onEdit }: AddressListProps): ReactNode {
  const { data } = useQuery(blocklistsQuery);
  return (
    <Entries>
      {addresses.map((address) => {
        const { Ip = "", PoolName } = address;
        return (
          <Entry
            key={Ip}
            title={<code>{Ip}</code>}
            actions={<RowButton label="Edit" of={Ip} onClick={() => onEdit(Ip)} />}
          >
            {PoolName === noPool ? "In no pool" : `In ${PoolName}`}
            {warmupInWords(address)}
            {standingInWords(data?.standings.filter((standing) => standing.address === Ip))}
          </Entry>
        );
      })}
    </Entries>
  );
}

function warmupInWords({ WarmupStatus, WarmupPercentage }: DedicatedIp): string {
  if (WarmupStatus === "NOT_APPLICABLE") return "";
  return WarmupStatus === "DONE" ? " · warmed up" : ` · warmed up to ${WarmupPercentage} %`;
}

/** Nothing where nobody is asked. */
function standingInWords(standings: readonly Standing[] = []): string {
  if (standings.length === 0) return "";
  const listed = standings.filter(({ verdict }) => verdict === "listed").map(({ list }) => list);
  if (listed.length > 0) return ` · on ${listed.join(", ")}`;
  const unsaid = standings.some(({ verdict, trouble }) => verdict === null || trouble !== null);
  return unsaid ? " · not every blocklist has answered" : " · on no blocklist";
}

function NoAddresses(): ReactNode {
  return (
    <EmptyState icon={<Share1Icon />} title="No address is named">
      Mail leaves from whichever address the machine chooses. The operator names those that it may leave from:{" "}
      <code>SIGNET_OUTBOUND_ADDRESSES=192.0.2.25,192.0.2.26</code>. They count where mail goes to the
      recipients' own servers.
    </EmptyState>
  );
}
