import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** What each column of a table has in it. Those that are `wide` are left out on a small screen, with their cells. */
export function TableHead({
  columns,
}: {
  readonly columns: readonly (string | { readonly wide: string })[];
}): ReactNode {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column) =>
          typeof column === "string" ? (
            <Table.Th key={column}>{column}</Table.Th>
          ) : (
            <Table.Th key={column.wide} data-wide>
              {column.wide}
            </Table.Th>
          ),
        )}
      </Table.Tr>
    </Table.Thead>
  );
}
