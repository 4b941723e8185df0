import { Button, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { identitiesKey, type Proof, publishLocally, type RequiredRecord } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { AdviceCard } from "./advice-card.tsx";
import { type NameInForm, NamesInForm, zoneOf } from "./names-in-form.tsx";
import { RecordExports } from "./record-exports.tsx";
import { RecordRow } from "./record-row.tsx";

type Purpose = readonly [purpose: RequiredRecord["purpose"], title: string, description: string];

const purposes: readonly [Purpose, Purpose] = [
  [
    "dkim",
    "DKIM",
    "They prove that the domain is yours, and let receivers check the signature under each message. The keys behind them change without you.",
  ],
  ["mail-from", "MAIL FROM", "Bounces come back to a name of your own, and SPF is aligned with your domain."],
];

/** What is to be published, and beside each record what the name servers say instead. */
export function DomainRecords({ proof }: { readonly proof: Proof }): ReactNode {
  return (
    <Stack gap="lg">
      <NamesInForm zone={zoneOf(proof)}>
        {(inForm) => (
          <>
            {purposes.map(([purpose, title, description]) => (
              <Records
                key={purpose}
                name={proof.name}
                title={title}
                description={description}
                records={proof.records.filter((record) => record.purpose === purpose)}
                inForm={inForm}
              />
            ))}
            <AdviceCard name={proof.name} inForm={inForm} />
          </>
        )}
      </NamesInForm>
      <RecordExports name={proof.name} />
    </Stack>
  );
}

/** Those of its MAIL FROM domain: an address has no others. */
export function AddressRecords({ proof }: { readonly proof: Proof }): ReactNode {
  const [, [, title, description]] = purposes;
  if (proof.records.length === 0) return null;
  return (
    <Stack gap="lg">
      <NamesInForm zone={zoneOf(proof)}>
        {(inForm) => (
          <Records
            name={proof.name}
            title={title}
            description={description}
            records={proof.records}
            inForm={inForm}
          />
        )}
      </NamesInForm>
    </Stack>
  );
}

interface RecordsProps extends PublishLocallyProps {
  readonly title: string;
  readonly description: string;
  readonly inForm: NameInForm;
}

function Records({ name, title, description, records, inForm }: RecordsProps): ReactNode {
  if (records.length === 0) return null;
  return (
    <Card
      title={title}
      description={description}
      flush
      actions={<PublishLocally name={name} records={records} />}
    >
      {records.map((record) => (
        <RecordRow key={`${record.name} ${record.type} ${record.value}`} record={record} inForm={inForm} />
      ))}
    </Card>
  );
}

interface PublishLocallyProps {
  readonly name: string;
  readonly records: readonly RequiredRecord[];
}

/** One click where the local zone answers and something is still missing. */
function PublishLocally({ name, records }: PublishLocallyProps): ReactNode {
  const { local_zone } = useSession();
  const publish = useChange({
    change: publishLocally,
    affects: [identitiesKey],
    done: "Published in the local zone; looking for them now",
  });
  if (local_zone !== true || records.every(({ found }) => found?.verdict === "found")) return null;
  return (
    <Button size="xs" loading={publish.isPending} onClick={() => publish.mutate(name)}>
      Publish in the local zone
    </Button>
  );
}
