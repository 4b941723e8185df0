import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { tenantsQuery } from "#console/api/tenants.ts";
import { useRestOnOpening } from "./use-rest-on-opening.ts";

interface TenantChoiceProps {
  readonly tenant: string | undefined;
  /** What is shown while none is chosen. */
  readonly unchosen: string;
  readonly onChoose: (tenant: string | undefined) => void;
}

/** One of the tenants, where there are any. */
export function TenantChoice({ tenant, unchosen, onChoose }: TenantChoiceProps): ReactNode {
  const tenants = useInfiniteQuery(tenantsQuery);
  const rest = useRestOnOpening(tenants);
  const listed =
    tenants.data?.pages.flatMap(({ Tenants = [] }) => Tenants.flatMap((one) => one.TenantName ?? [])) ?? [];
  // What the address names may be gone, or has not come yet.
  const names = [...new Set(tenant === undefined ? listed : [tenant, ...listed])];
  if (names.length === 0) return null;
  return (
    <Select
      {...rest}
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
