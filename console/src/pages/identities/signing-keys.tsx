import { Button, Stack, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { type DkimKey, identitiesKey, type Proof, rotateKey } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { IdentityStatus } from "./identity-status.tsx";
import { OwnKeyForm } from "./own-key-form.tsx";

const stages: Record<DkimKey["stage"], readonly [tone: Tone, word: string, meaning: string]> = {
  empty: ["neutral", "Free", "the next key will be made here"],
  pending: ["waiting", "Pending", "signs once it was seen in DNS"],
  active: ["good", "Signing", "every message carries its signature"],
  retiring: ["info", "Retiring", "still published, for mail that is on its way"],
  retired: ["neutral", "Retired", "its public half is empty: revoked"],
};

/** The keys that sign, and the way from one to the next. */
export function SigningKeys({ proof }: { readonly proof: Proof }): ReactNode {
  const { dkim } = proof;
  const isOwn = dkim.origin === "EXTERNAL";
  const [bringing, bringingIs] = useDisclosure(false);
  return (
    <Stack gap="lg">
      <Card
        title={isOwn ? "A key of your own" : "Keys"}
        beside={<IdentityStatus status={dkim.verification.status} />}
        description={
          isOwn
            ? "You brought it (BYODKIM), and you renew it."
            : "A new key takes over by itself every few months: it signs only after its public half was seen through your CNAME."
        }
        actions={!isOwn && <RotateButton name={proof.name} />}
        flush
      >
        <KeyTable keys={dkim.keys} />
      </Card>
      <Card
        title={isOwn ? "Another key" : "Bring a key of your own"}
        description="You make the pair, publish the public half under a selector, and give Signet the private half, which is kept encrypted."
      >
        {bringing ? (
          <OwnKeyForm name={proof.name} isOwn={isOwn} onDone={bringingIs.close} />
        ) : (
          <Button variant="default" onClick={bringingIs.open}>
            {isOwn ? "Change it" : "Bring a key"}
          </Button>
        )}
      </Card>
    </Stack>
  );
}

function RotateButton({ name }: { readonly name: string }): ReactNode {
  const rotate = useChange({
    change: async () => await rotateKey(name),
    affects: [identitiesKey],
    done: "The next key is being made; it signs once it was seen in DNS",
  });
  return (
    <Button size="xs" variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
      Rotate now
    </Button>
  );
}

function KeyTable({ keys }: { readonly keys: readonly DkimKey[] }): ReactNode {
  return (
    <Table>
      <TableHead columns={["Selector", "Stage", { wide: "Meaning" }, "Since"]} />
      <Table.Tbody>
        {keys.map(({ selector, stage, since, bits }) => {
          const [tone, word, meaning] = stages[stage];
          return (
            <Table.Tr key={selector}>
              <Table.Td>
                <Copyable value={selector} what={`the selector ${selector}`} />
              </Table.Td>
              <Table.Td>
                <StatusBadge tone={tone}>{word}</StatusBadge>
              </Table.Td>
              <Table.Td data-wide>
                {meaning}
                {bits === undefined ? "" : ` (RSA, ${bits} bits)`}
              </Table.Td>
              <Table.Td>
                <RelativeTime at={since} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
