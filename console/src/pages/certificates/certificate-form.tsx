import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { type Certificate, certificatesKey, type Pem } from "#console/api/certificates.ts";
import { PemField, usePem } from "#console/elements/pem-field.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { useLeaveGuard } from "#console/elements/use-leave-guard.ts";

interface CertificateFormProps {
  /** Of the button. */
  readonly label: string;
  readonly keep: (pem: Pem) => Promise<Certificate>;
  readonly done: string;
  readonly onDone: (certificate: Certificate) => unknown;
  /** Beside the button. */
  readonly beside?: ReactNode;
}

/** A certificate and its private key, which the page forgets as soon as it was sent. */
export function CertificateForm({ label, keep, done, onDone, beside }: CertificateFormProps): ReactNode {
  const certificate = usePem();
  const key = usePem();
  useLeaveGuard(certificate.isGiven || key.isGiven);
  const keeping = useChange({
    change: async () =>
      await key.readOnce(
        async (private_key) => await keep({ certificate: await certificate.read(), private_key }),
      ),
    affects: [certificatesKey],
    done,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={keeping} label={label} beside={beside}>
      <PemField
        label="Certificate"
        description="With those that vouch for it, in any order."
        firstLine="-----BEGIN CERTIFICATE-----"
        given={certificate}
        isFirst
      />
      <PemField
        label="Private key"
        description="Without a passphrase. It is sent once, kept encrypted, and never shown; what is pasted here is forgotten even where it is refused."
        firstLine="-----BEGIN PRIVATE KEY-----"
        given={key}
      />
      <Text c="dimmed" size="sm">
        A .p12 file has both in it. Make a PEM file of it, and choose that twice:{" "}
        <code>openssl pkcs12 -in mail.p12 -nodes -out mail.pem</code>
      </Text>
    </SaveForm>
  );
}
