import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { tenantsQuery } from "#console/api/tenants.ts";

interface TenantChoiceProps {
  readonly tenant: string | undefined;
  /** What is shown while none is chosen. */
  readonly unchosen: string;
  readonly onChoose: (tenant: string | undefined) => void;
}

/** One of the tenants, where there are any. */
export function TenantChoice({ tenant, unchosen, onChoose }: TenantChoiceProps): ReactNode {
  const { data } = useInfiniteQuery(tenantsQuery);
  const listed =
    data?.pages.flatMap(({ Tenants = [] }) => Tenants.flatMap((one) => one.TenantName ?? [])) ?? [];
  // What the address names may be further down the list, or gone.
  const names = [...new Set(tenant === undefined ? listed : [tenant, ...listed])];
  if (names.length === 0) return null;
  return (
    <Select
      aria-label="Tenant"
      placeholder={unchosen}
      clearable
      searchable
      value={tenant ?? null}
      data={names}
      onChange={(chosen) => onChoose(chosen ?? undefined)}
    />
  );
}
