import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteIdentity, identitiesKey, type Proof } from "#console/api/identities.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";

export function DeleteIdentity({ proof }: { readonly proof: Proof }): ReactNode {
  const { name, kind } = proof;
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={name}
      description={`Nothing can be sent from this ${kind} any more${kind === "domain" ? ", and its keys are gone for good" : ""}.`}
      remove={async () => {
        await deleteIdentity(name);
        await navigate({ to: "/identities" });
      }}
      affects={[[...identitiesKey, "list"]]}
    >
      {kind === "domain"
        ? "Its keys, its policies and its history are deleted. Registered again, it gets other records."
        : "Its policies are deleted. Registered again, it has to be proven again."}
    </DeletionCard>
  );
}
