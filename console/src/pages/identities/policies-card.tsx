import { Button, Group, Modal, Stack, Table, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { identitiesKey } from "#console/api/identities.ts";
import { deletePolicy, putPolicy } from "#console/api/identity-settings.ts";
import { Card } from "#console/elements/card.tsx";
import { CodeArea } from "#console/elements/code-area.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface PoliciesCardProps {
  readonly name: string;
  readonly policies: Readonly<Record<string, string>>;
}

interface Draft {
  readonly policyName: string;
  readonly policy: string;
  readonly isNew: boolean;
}

/** Who else may send from it: policies in the language of IAM. */
export function PoliciesCard({ name, policies }: PoliciesCardProps): ReactNode {
  const [draft, setDraft] = useState<Draft>();
  const remove = useChange({
    change: async (policyName: string) => await deletePolicy(name, policyName),
    affects: [identitiesKey],
    done: "The policy is gone",
  });
  const entries = Object.entries(policies);
  return (
    <Card
      title="Sending authorization"
      description="Policies that let other accounts send from this identity, or that narrow what its own may send."
      actions={
        <Button size="xs" variant="default" onClick={() => setDraft(blank(name))}>
          Add a policy
        </Button>
      }
      {...(entries.length === 0 ? {} : { flush: true })}
    >
      {entries.length === 0 ? (
        <Text c="dimmed">None yet.</Text>
      ) : (
        <Table>
          <Table.Tbody>
            {entries.map(([policyName, policy]) => (
              <Table.Tr key={policyName}>
                <Table.Td>{policyName}</Table.Td>
                <Table.Td>
                  <Group justify="flex-end" gap="xs">
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`Edit the policy ${policyName}`}
                      onClick={() => setDraft({ policyName, policy: indented(policy), isNew: false })}
                    >
                      Edit
                    </Button>
                    <Button
                      size="xs"
                      variant="subtle"
                      color="red"
                      aria-label={`Remove the policy ${policyName}`}
                      onClick={() => remove.mutate(policyName)}
                    >
                      Remove
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {draft !== undefined && <PolicyEditor name={name} draft={draft} onClose={() => setDraft(undefined)} />}
    </Card>
  );
}

interface PolicyEditorProps {
  readonly name: string;
  readonly draft: Draft;
  readonly onClose: () => void;
}

function PolicyEditor({ name, draft, onClose }: PolicyEditorProps): ReactNode {
  const [policyName, setPolicyName] = useState(draft.policyName);
  const [policy, setPolicy] = useState(draft.policy);
  const save = useChange({
    change: async () => await putPolicy(name, { policyName, policy, isNew: draft.isNew }),
    affects: [identitiesKey],
    done: "Saved",
    tellsFailure: false,
    after: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title="Policy"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Name"
            value={policyName}
            onChange={(event) => setPolicyName(event.currentTarget.value)}
            disabled={!draft.isNew}
            required
            {...(draft.isNew ? { "data-autofocus": true } : {})}
          />
          <CodeArea
            label="Document"
            value={policy}
            onChange={(event) => setPolicy(event.currentTarget.value)}
            minRows={12}
            maxRows={24}
            required
            {...(draft.isNew ? {} : { "data-autofocus": true })}
          />
          {save.error !== null && <FailureNotice error={save.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function blank(name: string): Draft {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: `arn:aws:ses:*:*:identity/${name}`,
      },
    ],
  };
  return { policyName: "", policy: JSON.stringify(policy, undefined, 2), isNew: true };
}

function indented(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), undefined, 2);
  } catch {
    return policy;
  }
}
