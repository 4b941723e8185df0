import { VisuallyHidden } from "@mantine/core";
import { CheckCircledIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { suppressedQuery, type TenantOfList } from "#console/api/suppression.ts";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { SuppressedEntries } from "./suppressed-entries.tsx";

/** Whether one address is on the list, and which message put it there. */
export function FoundAddress({
  tenant,
  address,
}: {
  readonly tenant: TenantOfList;
  readonly address: string;
}): ReactNode {
  const query = useQuery(suppressedQuery(tenant, address));
  return (
    <>
      <VisuallyHidden role="status">
        {query.data !== undefined && `${address} is ${query.data === null ? "not " : ""}on the list`}
      </VisuallyHidden>
      <Loaded query={query}>
        {(found) => {
          if (found == null) {
            return (
              <EmptyState icon={<CheckCircledIcon />} title="It is not on the list">
                Mail to {address} is sent.
              </EmptyState>
            );
          }
          const id = found.Attributes?.MessageId;
          return (
            <SuppressedEntries tenant={tenant} list={[found]}>
              {id !== undefined && (
                <Entry title="The message that put it there">
                  <Link to="/messages/$id" params={{ id }}>
                    {id}
                  </Link>
                </Entry>
              )}
            </SuppressedEntries>
          );
        }}
      </Loaded>
    </>
  );
}
