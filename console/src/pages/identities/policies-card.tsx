import { Button, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Identity, identitiesKey } from "#console/api/identities.ts";
import { deletePolicy } from "#console/api/identity-settings.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { PolicyEditor } from "./policy-editor.tsx";

interface PoliciesCardProps {
  readonly name: string;
  readonly identity: Identity;
}

/** Who else may send from it: policies in the language of IAM. */
export function PoliciesCard({ name, identity }: PoliciesCardProps): ReactNode {
  const [editing, setEditing] = useState<string>();
  const [removing, setRemoving] = useState<string>();
  const policies = Object.keys(identity.Policies ?? {});
  return (
    <Card
      title="Sending authorization"
      description="Policies that let other accounts send from this identity, or that narrow what its own may send."
      actions={
        <Button size="xs" variant="default" onClick={() => setEditing("")}>
          Add a policy
        </Button>
      }
      flush={policies.length > 0}
    >
      {policies.length === 0 ? (
        <Text c="dimmed">None yet.</Text>
      ) : (
        <Entries>
          {policies.map((policy) => (
            <Entry
              key={policy}
              title={policy}
              actions={
                <>
                  <RowButton label="Edit" of={`the policy ${policy}`} onClick={() => setEditing(policy)} />
                  <RowButton
                    label="Remove"
                    of={`the policy ${policy}`}
                    takesAway
                    onClick={() => setRemoving(policy)}
                  />
                </>
              }
            />
          ))}
        </Entries>
      )}
      {editing !== undefined && (
        <PolicyEditor
          name={name}
          identity={identity}
          policyName={editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={(policy) => `Remove ${policy}?`}
        label="Remove"
        remove={async (policy) => await deletePolicy(name, policy)}
        affects={[identitiesKey]}
        done="The policy is gone"
      >
        Its document is gone for good. Whom it alone lets send is refused from then on.
      </ConfirmDeletion>
    </Card>
  );
}
