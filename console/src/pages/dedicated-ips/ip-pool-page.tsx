import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dedicatedIpsKey, deleteIpPool, ipPoolQuery, ipPoolTagsQuery } from "#console/api/dedicated-ips.ts";
import { useSession } from "#console/api/session.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { TagsCard } from "#console/elements/tags-card.tsx";
import { PoolAddressesCard } from "./pool-addresses-card.tsx";
import { SetsOfPoolCard } from "./sets-of-pool-card.tsx";

/** One pool: its addresses, and what sends from it. */
export function IpPoolPage(): ReactNode {
  const { pool } = useParams({ from: "/dedicated-ips/$pool" });
  const query = useQuery(ipPoolQuery(pool));
  return (
    <Page
      title={pool}
      back={{ to: "/dedicated-ips", label: "Dedicated IPs" }}
      beside={
        query.data?.DedicatedIpPool?.ScalingMode === "MANAGED" && (
          <StatusBadge tone="neutral">Managed</StatusBadge>
        )
      }
      subtitle={
        query.data && (
          <>
            Created <RelativeTime at={query.data.created_at} />
          </>
        )
      }
    >
      <Loaded query={query}>
        {() => (
          <>
            <PoolAddressesCard pool={pool} />
            <SetsOfPoolCard pool={pool} />
            <PoolTags pool={pool} />
            <DeletePool pool={pool} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function PoolTags({ pool }: { readonly pool: string }): ReactNode {
  const { account, region } = useSession();
  const arn = `arn:aws:ses:${region}:${account}:dedicated-ip-pool/${pool}`;
  const query = useQuery(ipPoolTagsQuery(arn));
  return (
    <Loaded query={query}>
      {(tags) => <TagsCard arn={arn} tags={tags} affects={[ipPoolTagsQuery(arn).queryKey]} />}
    </Loaded>
  );
}

function DeletePool({ pool }: { readonly pool: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={pool}
      description="Its addresses are in no pool afterwards."
      remove={async () => {
        await deleteIpPool(pool);
        await navigate({ to: "/dedicated-ips" });
      }}
      affects={[dedicatedIpsKey]}
    >
      Configuration sets that name it stay, and their mail leaves as any other.
    </DeletionCard>
  );
}
