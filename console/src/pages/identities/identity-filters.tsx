import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { IdentityFilter } from "#console/api/identities.ts";

/** What the list is narrowed to; kept in the address of the page. */
export function IdentityFilters({ filter }: { readonly filter: IdentityFilter }): ReactNode {
  const navigate = useNavigate({ from: "/identities" });
  const [name, setName] = useState(filter.name ?? "");
  const narrow = (change: Partial<Record<keyof IdentityFilter, string | null>>) => {
    const kept = Object.entries({ ...filter, ...change }).filter(
      ([, value]) => value !== null && value !== "",
    );
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  const narrowName = useDebouncedCallback((text: string) => narrow({ name: text }), 250);
  return (
    <Group gap="sm">
      <TextInput
        flex={1}
        miw="14rem"
        aria-label="Search by name"
        placeholder="Search by name"
        leftSection={<MagnifyingGlassIcon aria-hidden />}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          narrowName(event.currentTarget.value);
        }}
      />
      <Select
        aria-label="Kind"
        placeholder="Any kind"
        w="9rem"
        clearable
        value={filter.kind ?? null}
        data={[
          { value: "DOMAIN", label: "Domains" },
          { value: "EMAIL_ADDRESS", label: "Addresses" },
        ]}
        onChange={(kind) => narrow({ kind })}
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        w="10rem"
        clearable
        value={filter.status ?? null}
        data={[
          { value: "SUCCESS", label: "Verified" },
          { value: "PENDING", label: "Pending" },
          { value: "TEMPORARY_FAILURE", label: "Records gone" },
          { value: "FAILED", label: "Failed" },
        ]}
        onChange={(status) => narrow({ status })}
      />
    </Group>
  );
}
