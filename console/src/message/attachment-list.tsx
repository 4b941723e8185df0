import { Anchor, Table } from "@mantine/core";
import type { ReactNode } from "react";
import type { Attachment } from "#console/api/inbox.ts";
import { bytes } from "#console/elements/bytes.ts";
import { TableHead } from "#console/elements/table-head.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";

interface AttachmentListProps {
  readonly attachments: readonly Attachment[];
  readonly partAt: (part: string) => string;
}

export function AttachmentList({ attachments, partAt }: AttachmentListProps): ReactNode {
  return (
    <Table>
      <TableHead columns={["Name", "Type", "Size"]} />
      <Table.Tbody>
        {attachments.map(({ filename, content_type, size_bytes, inline, index }) => (
          <Table.Tr key={index}>
            <Table.Td>
              <Anchor href={partAt(`attachments/${index}`)} download>
                <bdi>{inReadingOrder(filename ?? "without a name")}</bdi>
              </Anchor>
            </Table.Td>
            <Table.Td>
              {content_type}
              {inline ? ", shown in the message" : ""}
            </Table.Td>
            <Table.Td>{bytes(size_bytes)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
