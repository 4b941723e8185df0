import { Table, Text } from "@mantine/core";
import { EnvelopeClosedIcon, GlobeIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import type { ListedIdentity } from "#console/api/identities.ts";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { MailName } from "#console/names/mail-name.tsx";
import { IdentityStatus } from "./identity-status.tsx";
import { TagBadges } from "./tag-badges.tsx";

export function IdentityTable({ identities }: { readonly identities: readonly ListedIdentity[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", "Status", { wide: "Sending" }]} />
      <Table.Tbody>
        {identities.map((identity) => (
          <IdentityRow key={identity.name} identity={identity} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Drawn anew only when it changed, as a message is. */
const IdentityRow = memo(({ identity }: { readonly identity: ListedIdentity }): ReactNode => {
  const { name, kind, verification, may_send, tags } = identity;
  return (
    <Table.Tr>
      <Table.Td>
        <NameWithIcon icon={kind === "domain" ? <GlobeIcon /> : <EnvelopeClosedIcon />}>
          <Link to="/identities/$name" params={{ name }}>
            <MailName name={name} />
          </Link>
        </NameWithIcon>
        <TagBadges tags={tags} />
      </Table.Td>
      <Table.Td>
        <IdentityStatus status={verification.status} />
      </Table.Td>
      <Table.Td data-wide>
        <Text truncate {...(may_send ? {} : { c: "dimmed" })}>
          {may_send ? "May send" : "Not yet"}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
});
