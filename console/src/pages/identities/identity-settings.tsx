import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { identityQuery, type Proof } from "#console/api/identities.ts";
import { useSession } from "#console/api/session.ts";
import { Loaded } from "#console/elements/loaded.tsx";
import { TagsCard } from "#console/elements/tags-card.tsx";
import { CertificatesCard } from "./certificates-card.tsx";
import { DeleteIdentity } from "./delete-identity.tsx";
import { MailFromCard } from "./mail-from-card.tsx";
import { PoliciesCard } from "./policies-card.tsx";
import { SendingCard } from "./sending-card.tsx";

/** How an identity sends, and who may use it. */
export function IdentitySettings({ proof }: { readonly proof: Proof }): ReactNode {
  const query = useQuery(identityQuery(proof.name));
  const { account, region } = useSession();
  return (
    <Loaded query={query}>
      {(identity) => (
        <Stack gap="lg">
          <SendingCard name={proof.name} identity={identity} />
          <MailFromCard proof={proof} identity={identity} />
          <CertificatesCard proof={proof} />
          <PoliciesCard name={proof.name} identity={identity} />
          <TagsCard
            arn={`arn:aws:ses:${region}:${account}:identity/${proof.name}`}
            tags={identity.Tags ?? []}
            affects={[identityQuery(proof.name).queryKey]}
          />
          <DeleteIdentity proof={proof} />
        </Stack>
      )}
    </Loaded>
  );
}
