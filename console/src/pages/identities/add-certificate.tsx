import { Button, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  certificatesIn,
  certificatesQuery,
  identityCertificatesQuery,
  importCertificate,
} from "#console/api/certificates.ts";
import type { Proof } from "#console/api/identities.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { useNow } from "#console/elements/relative-time.tsx";
import { CertificateForm } from "#console/pages/certificates/certificate-form.tsx";
import { AssociationForm } from "./association-form.tsx";
import { sendersOf, whose } from "./senders-of.ts";

interface AddCertificateProps {
  readonly proof: Proof;
  readonly onDone: () => void;
}

/** One that is kept already, or is imported first. */
export function AddCertificate({ proof, onDone }: AddCertificateProps): ReactNode {
  const query = useQuery(certificatesQuery);
  const inUse = useInfiniteQuery(identityCertificatesQuery(proof.name));
  const taken = certificatesIn(inUse.data).map(({ FromAddress }) => FromAddress);
  const now = useNow();
  const [imported, setImported] = useState<string>();
  const [importing, setImporting] = useState(false);
  return (
    <Loaded query={query}>
      {(kept) => {
        const suited = kept.filter(
          (one) =>
            one.arn === imported || (Date.parse(one.not_after) > now && sendersOf(one, proof).length > 0),
        );
        if (suited.length > 0 && !importing) {
          return (
            <AssociationForm
              key={imported}
              proof={proof}
              certificates={suited}
              begun={imported}
              taken={taken}
              onImport={() => setImporting(true)}
              onDone={onDone}
            />
          );
        }
        return (
          <>
            {suited.length === 0 && (
              <Text c="dimmed" mb="md">
                No valid certificate is kept for {whose(proof)}: import one.
              </Text>
            )}
            <CertificateForm
              label="Import"
              keep={importCertificate}
              done="The certificate is kept"
              onDone={({ arn }) => {
                setImported(arn);
                setImporting(false);
              }}
              beside={
                suited.length > 0 && (
                  <Button variant="default" onClick={() => setImporting(false)}>
                    Choose one that is kept
                  </Button>
                )
              }
            />
          </>
        );
      }}
    </Loaded>
  );
}
