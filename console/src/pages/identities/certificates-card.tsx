import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { CheckCircledIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import {
  certificatesIn,
  certificatesKey,
  disassociateCertificate,
  type IdentityCertificate,
  identityCertificatesQuery,
} from "#console/api/certificates.ts";
import type { Proof } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { MailName } from "#console/names/mail-name.tsx";
import { Expiry } from "#console/pages/certificates/certificate-state.tsx";
import { AddCertificate } from "./add-certificate.tsx";

/** Which of its addresses sign by S/MIME, and with what. */
export function CertificatesCard({ proof }: { readonly proof: Proof }): ReactNode {
  const { name } = proof;
  const list = useInfiniteQuery(identityCertificatesQuery(name));
  const [adding, addingIs] = useDisclosure(false);
  const [removing, setRemoving] = useState<string>();
  return (
    <Card
      title="S/MIME certificates"
      description={
        <>
          What is sent from these addresses is signed where its{" "}
          <Link to="/configuration-sets">configuration set</Link> says so.
        </>
      }
      actions={
        <Button size="xs" variant="default" onClick={addingIs.open}>
          Add a certificate
        </Button>
      }
      flush
    >
      <Loaded query={list}>
        {(data) => {
          const certificates = certificatesIn(data);
          return certificates.length === 0 ? (
            <NoCertificates />
          ) : (
            <CertificateList certificates={certificates} onRemove={setRemoving} />
          );
        }}
      </Loaded>
      <MoreButton list={list} />
      <Dialog opened={adding} onClose={addingIs.close} title="Add a certificate" size="lg">
        <AddCertificate proof={proof} onDone={addingIs.close} />
      </Dialog>
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={(from) => `Remove the certificate of ${from}?`}
        label="Remove"
        remove={async (from) => await disassociateCertificate(name, from)}
        affects={[certificatesKey]}
        done={(from) => `${from} signs no more`}
      >
        What is sent from this address goes out without a signature. The certificate itself stays, among the
        S/MIME certificates.
      </ConfirmDeletion>
    </Card>
  );
}

interface CertificateListProps {
  readonly certificates: readonly IdentityCertificate[];
  readonly onRemove: (from: string) => void;
}

function CertificateList({ certificates, onRemove }: CertificateListProps): ReactNode {
  return (
    <Entries>
      {certificates.map(({ FromAddress = "", CertificateArn = "", CertificateExpiryTime = "", Status }) => (
        <Entry
          key={FromAddress}
          title={
            <>
              <span>
                <MailName name={FromAddress} />
              </span>
              <StatusBadge tone={Status === "ACTIVE" ? "good" : "bad"}>
                {Status === "ACTIVE" ? "Active" : "Inactive"}
              </StatusBadge>
            </>
          }
          actions={
            <RowButton
              label="Remove"
              of={`the certificate of ${FromAddress}`}
              takesAway
              onClick={() => onRemove(FromAddress)}
            />
          }
        >
          <Copyable value={idIn(CertificateArn)} what={`the id of the certificate of ${FromAddress}`} />{" "}
          <Expiry at={CertificateExpiryTime} />
        </Entry>
      ))}
    </Entries>
  );
}

/** As it is listed where certificates are kept. */
function idIn(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}

function NoCertificates(): ReactNode {
  return (
    <EmptyState icon={<CheckCircledIcon />} title="Nothing is signed by S/MIME">
      By its signature, a reader's mail program sees who a message is from, and that nobody has changed it. It
      takes a certificate for mail that names the address, with its private key, and a configuration set whose
      S/MIME signing is on.
    </EmptyState>
  );
}
