import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { CheckCircledIcon, PlusIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import {
  type Certificate,
  certificatesKey,
  certificatesQuery,
  deleteCertificate,
  importCertificate,
  type ListedCertificate,
  renewCertificate,
} from "#console/api/certificates.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { MailNames } from "#console/names/mail-name.tsx";
import { CertificateForm } from "./certificate-form.tsx";
import { CertificateState, Expiry } from "./certificate-state.tsx";

/** What messages may be signed with, and until when. */
export function CertificatesPage(): ReactNode {
  const query = useQuery(certificatesQuery);
  const [importing, importingIs] = useDisclosure(false);
  const [renewing, setRenewing] = useState<Certificate>();
  const [deleting, setDeleting] = useState<Certificate>();
  return (
    <Page
      title="S/MIME certificates"
      subtitle="By its signature, a reader's mail program sees who a message is from, and that nobody has changed it. An identity says which certificate signs for which address, a configuration set whether its messages are signed."
      actions={
        <Button leftSection={<PlusIcon />} onClick={importingIs.open}>
          Import a certificate
        </Button>
      }
    >
      <Card flush>
        <Loaded query={query}>
          {(certificates) =>
            certificates.length === 0 ? (
              <NoCertificates onImport={importingIs.open} />
            ) : (
              <CertificateList certificates={certificates} onRenew={setRenewing} onDelete={setDeleting} />
            )
          }
        </Loaded>
      </Card>
      <Dialog opened={importing} onClose={importingIs.close} title="Import a certificate" size="lg">
        <CertificateForm
          label="Import"
          keep={importCertificate}
          done="The certificate is kept"
          onDone={importingIs.close}
        />
      </Dialog>
      <RenewDialog certificate={renewing} onClose={() => setRenewing(undefined)} />
      <ConfirmDeletion
        of={deleting}
        onClose={() => setDeleting(undefined)}
        title={() => "Delete the certificate?"}
        remove={async ({ id }) => await deleteCertificate(id)}
        affects={[certificatesKey]}
        done="The certificate is gone"
      >
        {({ addresses }) =>
          `That of ${addresses.join(", ")} and its private key are gone for good. While an identity signs with it, it stays: remove it from the identity's settings first.`
        }
      </ConfirmDeletion>
    </Page>
  );
}

interface CertificateListProps {
  readonly certificates: readonly ListedCertificate[];
  readonly onRenew: (certificate: Certificate) => void;
  readonly onDelete: (certificate: Certificate) => void;
}

function CertificateList({ certificates, onRenew, onDelete }: CertificateListProps): ReactNode {
  return (
    <Entries>
      {certificates.map((certificate) => {
        const { id, addresses, not_after, signs_for } = certificate;
        const identities = [...new Set(signs_for.map(({ identity }) => identity))];
        const of = `${addresses.join(", ")}, ${id}`;
        return (
          <Entry
            key={id}
            title={
              <>
                <span>
                  <MailNames names={addresses} />
                </span>
                <CertificateState certificate={certificate} />
              </>
            }
            actions={
              <>
                <RowButton label="Renew" of={of} onClick={() => onRenew(certificate)} />
                <RowButton label="Delete" of={of} takesAway onClick={() => onDelete(certificate)} />
              </>
            }
          >
            <Copyable value={id} what={`the id ${id}`} /> <Expiry at={not_after} />
            {identities.length > 0 && (
              <>
                , signs for <MailNames names={identities} />
              </>
            )}
          </Entry>
        );
      })}
    </Entries>
  );
}

interface RenewDialogProps {
  readonly certificate: Certificate | undefined;
  readonly onClose: () => void;
}

function RenewDialog({ certificate, onClose }: RenewDialogProps): ReactNode {
  return (
    <Dialog
      opened={certificate !== undefined}
      onClose={onClose}
      title="Renew the certificate"
      description={`The new one must be for ${certificate?.addresses.join(", ")} too. Whoever signs with the old one signs with it from then on.`}
      size="lg"
    >
      {certificate !== undefined && (
        <CertificateForm
          label="Renew"
          keep={async (pem) => await renewCertificate(certificate.id, pem)}
          done="The new certificate signs from now on"
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}

function NoCertificates({ onImport }: { readonly onImport: () => void }): ReactNode {
  return (
    <EmptyState
      icon={<CheckCircledIcon />}
      title="No certificates in this region"
      actions={<Button onClick={onImport}>Import the first</Button>}
    >
      A certificate for mail comes from a certificate authority, and names the addresses that it is for. Once
      it is here with its private key, choose it in the settings of an <Link to="/identities">identity</Link>,
      and turn S/MIME signing on in a <Link to="/configuration-sets">configuration set</Link>.
    </EmptyState>
  );
}
