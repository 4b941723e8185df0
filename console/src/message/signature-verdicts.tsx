import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Signature } from "#console/api/inbox.ts";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import { TableHead } from "#console/elements/table-head.tsx";

const shown: Record<Signature["verdict"], readonly [tone: Tone, text: string]> = {
  valid: ["good", "Valid"],
  invalid: ["bad", "Invalid"],
  unchecked: ["neutral", "Not checked"],
};

/** Whether each DKIM signature holds: under a key that is kept here, or under what the DNS has. */
export function SignatureVerdicts({ signatures }: { readonly signatures: readonly Signature[] }): ReactNode {
  if (signatures.length === 0) return <Text c="dimmed">It carries no DKIM signature.</Text>;
  return (
    <Table>
      <TableHead columns={["Domain", { wide: "Selector" }, "Verdict"]} />
      <Table.Tbody>
        {signatures.map(({ domain, selector, verdict, fault, caution, key }) => {
          const [tone, text] =
            caution === undefined ? shown[verdict] : (["waiting", "Valid in part"] as const);
          return (
            <Table.Tr key={`${domain} ${selector}`}>
              <Table.Td>{domain}</Table.Td>
              <Table.Td data-wide>{selector}</Table.Td>
              <Table.Td>
                <StatusBadge tone={tone}>{text}</StatusBadge>
                {fault !== undefined && <Text c="dimmed">{fault}</Text>}
                {caution !== undefined && <Text c="dimmed">{caution}</Text>}
                {fault === undefined && key === "dns" && (
                  <Text c="dimmed">Under the key that the DNS has</Text>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
