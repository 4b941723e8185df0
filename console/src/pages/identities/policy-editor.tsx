import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { type Identity, identitiesKey, identityQuery } from "#console/api/identities.ts";
import { putPolicy } from "#console/api/identity-settings.ts";
import { CodeArea } from "#console/elements/code-area.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";

interface PolicyEditorProps {
  readonly name: string;
  readonly identity: Identity;
  /** Empty: one that is to be made. */
  readonly policyName: string;
  readonly onClose: () => void;
}

export function PolicyEditor({ name, identity, policyName, onClose }: PolicyEditorProps): ReactNode {
  const isNew = policyName === "";
  const { value, change, saving } = useDraft({
    query: identityQuery(name),
    there: identity,
    part: ({ Policies = {} }) => ({ policyName, policy: indented(Policies[policyName] ?? blank(name)) }),
    put: async (draft) => await putPolicy(name, { ...draft, isNew }),
    affects: [identitiesKey],
    after: onClose,
  });
  return (
    <Dialog opened onClose={onClose} title={isNew ? "Add a policy" : `Edit ${policyName}`} size="xl">
      <SaveForm saving={saving}>
        {isNew && (
          <TextInput
            label="Name"
            value={value.policyName}
            onChange={(event) => change({ policyName: event.currentTarget.value })}
            required
            autoComplete="off"
            data-autofocus
          />
        )}
        <CodeArea
          label="Document"
          value={value.policy}
          onChange={(event) => change({ policy: event.currentTarget.value })}
          minRows={12}
          maxRows={24}
          required
          data-autofocus
        />
      </SaveForm>
    </Dialog>
  );
}

/** What a new one begins as. */
function blank(name: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: `arn:aws:ses:*:*:identity/${name}`,
      },
    ],
  });
}

function indented(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), undefined, 2);
  } catch {
    return policy;
  }
}
