import { Button, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { associateCertificate, type Certificate, certificatesKey } from "#console/api/certificates.ts";
import type { Proof } from "#console/api/identities.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { sendersOf, whose } from "./senders-of.ts";

interface AssociationFormProps {
  readonly proof: Proof;
  /** One at least. */
  readonly certificates: readonly Certificate[];
  /** The ARN of the one that is chosen at first. */
  readonly begun: string | undefined;
  /** Senders that have one already. */
  readonly taken: readonly (string | undefined)[];
  readonly onImport: () => void;
  readonly onDone: () => void;
}

/** Which certificate, and which of its addresses. */
export function AssociationForm(props: AssociationFormProps): ReactNode {
  const { proof, certificates, begun, onImport, onDone } = props;
  // As it was: what is added here must not seem another's while the dialog goes.
  const [taken] = useState(props.taken);
  const [arn, setArn] = useState(begun);
  const [sender, setSender] = useState<string>();
  const freeOf = (one: Certificate) => sendersOf(one, proof).filter((address) => !taken.includes(address));
  const certificate =
    certificates.find((one) => one.arn === arn) ??
    certificates.findLast((one) => freeOf(one).length > 0) ??
    certificates.at(-1);
  const free = certificate === undefined ? [] : freeOf(certificate);
  const from = free.find((address) => address === sender) ?? free[0];
  const association = useChange({
    change: associateCertificate,
    affects: [certificatesKey],
    done: (_, { from: address }) => `${address} has a certificate`,
    tellsFailure: false,
    after: onDone,
  });
  const submit = () => {
    if (certificate === undefined || from === undefined) return;
    association.mutate({ identity: proof.name, from, arn: certificate.arn });
  };
  return (
    <SaveForm
      saving={{ ...association, mutate: submit }}
      label="Add"
      beside={
        <Button variant="default" onClick={onImport}>
          Import another
        </Button>
      }
    >
      <Select
        label="Certificate"
        value={certificate?.arn ?? null}
        data={certificates.map((one) => ({ value: one.arn, label: inWords(one) }))}
        onChange={(chosen) => setArn(chosen ?? undefined)}
        allowDeselect={false}
        data-autofocus
      />
      <Select
        label="Signs what is sent from"
        value={from ?? null}
        data={free}
        onChange={(chosen) => setSender(chosen ?? undefined)}
        allowDeselect={false}
        disabled={from === undefined}
        error={from === undefined && certificate !== undefined && whyNot(certificate, proof)}
      />
    </SaveForm>
  );
}

function inWords({ addresses, not_after }: Certificate): string {
  const until = new Date(not_after).toLocaleDateString(undefined, { dateStyle: "medium" });
  return `${addresses.join(", ")}, until ${until}`;
}

/** Why there is no sender that it could sign for. */
function whyNot(certificate: Certificate, proof: Proof): string {
  const senders = sendersOf(certificate, proof).join(", ");
  return senders === ""
    ? `It is for ${certificate.addresses.join(", ")}, and not for ${whose(proof)}.`
    : `There is a certificate for ${senders} already: remove that one, or renew it under S/MIME certificates.`;
}
