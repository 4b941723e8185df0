import { Select, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  type DedicatedIp,
  dedicatedIpsKey,
  dedicatedIpsQuery,
  ipPoolsQuery,
  namesOfPools,
  noPool,
  putInPool,
  putWarmup,
} from "#console/api/dedicated-ips.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";

interface AddressEditorProps {
  readonly address: DedicatedIp;
  readonly onClose: () => void;
}

/** In which pool one is, and how far it is warmed up. */
export function AddressEditor({ address, onClose }: AddressEditorProps): ReactNode {
  const { Ip = "", PoolName = noPool } = address;
  const pools = useInfiniteQuery(ipPoolsQuery);
  const names = namesOfPools(pools.data);
  const { value, change, saving } = useDraft({
    query: dedicatedIpsQuery,
    there: [address],
    part: (all) => draftOf(all.find((one) => one.Ip === Ip)),
    put: async ({ pool, percent }, now) => {
      const before = draftOf(now.find((one) => one.Ip === Ip));
      if (pool !== before.pool) await putInPool(Ip, pool);
      if (percent !== before.percent && percent !== "") await putWarmup(Ip, Number(percent));
    },
    affects: [dedicatedIpsKey],
    after: onClose,
  });
  return (
    <Dialog opened onClose={onClose} title={`Edit ${Ip}`}>
      <SaveForm saving={saving}>
        <Select
          label="Pool"
          value={value.pool}
          data={[
            { value: noPool, label: "None" },
            ...[...new Set([...names, ...(PoolName === noPool ? [] : [PoolName])])].map((name) => ({
              value: name,
              label: name,
            })),
          ]}
          allowDeselect={false}
          onChange={(pool) => change({ pool: pool ?? noPool })}
          data-autofocus
        />
        <TextInput
          type="number"
          label="Warmed up, in percent"
          description="Kept and shown as SES does. It limits nothing here."
          min={0}
          max={100}
          value={value.percent}
          onChange={(event) => change({ percent: event.currentTarget.value })}
        />
      </SaveForm>
    </Dialog>
  );
}

function draftOf(address: DedicatedIp | undefined) {
  const { PoolName = noPool, WarmupStatus, WarmupPercentage = 100 } = address ?? {};
  const percent = WarmupStatus === "NOT_APPLICABLE" ? "" : String(WarmupPercentage);
  return { pool: PoolName, percent };
}
