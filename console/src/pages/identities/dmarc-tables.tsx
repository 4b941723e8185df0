import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { DmarcReporter, DmarcSource } from "#console/api/dmarc-reports.ts";
import { Copyable } from "#console/elements/copyable.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import { TableHead } from "#console/elements/table-head.tsx";

/** Servers that sent in the domain's name, and how their messages fared. */
export function DmarcSources({ sources }: { readonly sources: readonly DmarcSource[] }): ReactNode {
  return (
    <Table>
      <TableHead
        columns={["Address", "Messages", "DMARC", { wide: "Signed by" }, { wide: "What became of it" }]}
      />
      <Table.Tbody>
        {sources.map((source) => {
          const { address, messages, signed_by } = source;
          return (
            <Table.Tr key={address ?? "others"}>
              <Table.Td>
                {address === null ? (
                  "Others together"
                ) : (
                  <Copyable value={address} what={`the address ${address}`} />
                )}
              </Table.Td>
              <Table.Td>{messages.toLocaleString("en")}</Table.Td>
              <Table.Td>
                <Passed {...source} />
                <Text c="dimmed" data-narrow>
                  {harmInWords(source)}
                </Text>
              </Table.Td>
              <Table.Td data-wide>
                {signed_by === null ? (
                  "nobody"
                ) : (
                  <Copyable value={signed_by} what={`the domain ${signed_by}`} />
                )}
                {source.spf > 0 && <Text c="dimmed">the address is allowed by SPF</Text>}
                {source.ours > 0 && <Text c="dimmed">sent from here, or forwarded</Text>}
              </Table.Td>
              <Table.Td data-wide>{harmInWords(source) || "Taken as any other"}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** Who sent the reports, and what they saw. */
export function DmarcReporters({ reporters }: { readonly reporters: readonly DmarcReporter[] }): ReactNode {
  return (
    <Table>
      <TableHead columns={["Receiver", "Messages", "DMARC", { wide: "Reports" }]} />
      <Table.Tbody>
        {reporters.map((reporter) => (
          <Table.Tr key={reporter.domain}>
            <Table.Td>
              {reporter.domain}
              <Text c="dimmed">{reporter.organization}</Text>
            </Table.Td>
            <Table.Td>{reporter.messages.toLocaleString("en")}</Table.Td>
            <Table.Td>
              <Passed {...reporter} />
            </Table.Td>
            <Table.Td data-wide>{reporter.reports.toLocaleString("en")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How many of some messages pass. */
export function Passed({
  messages,
  passed,
}: {
  readonly messages: number;
  readonly passed: number;
}): ReactNode {
  const [tone, word] = passing(messages, passed);
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

function passing(messages: number, passed: number): readonly [tone: Tone, word: string] {
  if (messages === 0) return ["neutral", "No messages"];
  if (passed === messages) return ["good", "Pass"];
  if (passed === 0) return ["bad", "Fail"];
  return ["waiting", `${passed.toLocaleString("en")} pass`];
}

function harmInWords({ quarantined, rejected }: DmarcSource): string {
  return [
    ...(quarantined > 0 ? [`${quarantined.toLocaleString("en")} quarantined`] : []),
    ...(rejected > 0 ? [`${rejected.toLocaleString("en")} rejected`] : []),
  ].join(", ");
}
