import { Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  checksQuery,
  identitiesKey,
  type Proof,
  publishLocally,
  type RequiredRecord,
} from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { evidenceFor } from "./evidence-for.ts";
import { RecordExports } from "./record-exports.tsx";
import { RecordRow } from "./record-row.tsx";

const purposes: readonly (readonly [
  purpose: RequiredRecord["purpose"],
  title: string,
  description: string,
])[] = [
  [
    "dkim",
    "DKIM",
    "They prove that the domain is yours, and let receivers check the signature under each message. The keys behind them change without you.",
  ],
  ["mail-from", "MAIL FROM", "Bounces come back to a name of your own, and SPF is aligned with your domain."],
  ["advice", "Advice", "Not needed to send, but receivers look for them."],
];

/** What is to be published, and beside each record what the name servers say instead. */
export function DomainRecords({ proof }: { readonly proof: Proof }): ReactNode {
  const checks = useQuery({ ...checksQuery(proof.name), refetchInterval: 15_000 });
  const evidence = evidenceFor(
    checks.data?.checks ?? (proof.latest_check === undefined ? [] : [proof.latest_check]),
  );
  return (
    <Stack gap="lg">
      {purposes.map(([purpose, title, description]) => {
        const records = proof.records.filter((record) => record.purpose === purpose);
        if (records.length === 0) return null;
        return (
          <Card
            key={purpose}
            title={title}
            description={description}
            flush
            actions={purpose === "dkim" && <PublishLocally proof={proof} />}
          >
            {records.map((record) => (
              <RecordRow
                key={`${record.name} ${record.type} ${record.value}`}
                record={record}
                evidence={evidence(record)}
              />
            ))}
          </Card>
        );
      })}
      <RecordExports proof={proof} />
    </Stack>
  );
}

function PublishLocally({ proof }: { readonly proof: Proof }): ReactNode {
  const { local_zone } = useSession();
  const publish = useChange({
    change: publishLocally,
    affects: [identitiesKey],
    done: "Published in the local zone; looking for them now",
  });
  if (local_zone !== true || proof.verification.status === "SUCCESS") return null;
  return (
    <Button size="xs" loading={publish.isPending} onClick={() => publish.mutate(proof)}>
      Publish in the local zone
    </Button>
  );
}
