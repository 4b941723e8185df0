import { Table, Text } from "@mantine/core";
import { EnvelopeClosedIcon, GlobeIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ListedIdentity } from "#console/api/identities.ts";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { IdentityStatus } from "./identity-status.tsx";

export function IdentityTable({ identities }: { readonly identities: readonly ListedIdentity[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th data-wide>Sending</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {identities.map(
          ({ IdentityName: name = "", IdentityType, VerificationStatus = "PENDING", SendingEnabled }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <NameWithIcon icon={IdentityType === "DOMAIN" ? <GlobeIcon /> : <EnvelopeClosedIcon />}>
                  <Link to="/identities/$name" params={{ name }}>
                    {name}
                  </Link>
                </NameWithIcon>
              </Table.Td>
              <Table.Td>
                <IdentityStatus status={VerificationStatus} />
              </Table.Td>
              <Table.Td data-wide>
                {SendingEnabled === true ? "May send" : <Text c="dimmed">Not yet</Text>}
              </Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </Table>
  );
}
