import { Button, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { LockClosedIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type CreatedKey, type Key, keysKey, keysQuery, revokeKey } from "#console/api/keys.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { ShownOnce } from "#console/elements/shown-once.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { KeyForm } from "./key-form.tsx";

export function KeysCard(): ReactNode {
  const query = useQuery(keysQuery);
  const [creating, creatingIs] = useDisclosure(false);
  const [showsRevoked, showsRevokedIs] = useDisclosure(false);
  const [created, setCreated] = useState<CreatedKey>();
  const [revoking, setRevoking] = useState<Key>();
  return (
    <Card
      title="Keys"
      description="An access key signs requests, for AWS SDKs and the AWS CLI, and is what SMTP passwords are made of. An API key goes into the Authorization header."
      actions={
        <Button size="xs" variant="default" onClick={creatingIs.open}>
          Create a key
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(keys) => (
          <KeyList
            keys={keys.filter(({ revoked_at }) => showsRevoked || revoked_at === null)}
            onRevoke={setRevoking}
            foot={
              keys.some(({ revoked_at }) => revoked_at !== null) && (
                <RevokedSwitch isOn={showsRevoked} onToggle={showsRevokedIs.toggle} />
              )
            }
          />
        )}
      </Loaded>
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a key">
        <KeyForm
          onCreated={(key) => {
            creatingIs.close();
            setCreated(key);
          }}
        />
      </Dialog>
      <ShownOnce
        title="The key is made"
        secrets={created && secretsOf(created)}
        onClose={() => setCreated(undefined)}
      />
      <ConfirmDeletion
        of={revoking}
        onClose={() => setRevoking(undefined)}
        title={() => "Revoke the key?"}
        label="Revoke"
        remove={async ({ id }) => await revokeKey(id)}
        affects={[keysKey]}
        done="The key opens nothing any more"
      >
        {({ description, id }) =>
          `Whatever uses ${description || id} is refused at once, over SMTP too. It cannot be taken back.`
        }
      </ConfirmDeletion>
    </Card>
  );
}

interface RevokedSwitchProps {
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

function RevokedSwitch({ isOn, onToggle }: RevokedSwitchProps): ReactNode {
  return (
    <Entry
      title={<Switch size="xs" label="Show those that were revoked" checked={isOn} onChange={onToggle} />}
    />
  );
}

function secretsOf({ id, kind, secret }: CreatedKey) {
  if (kind === "api-key") return [{ name: "API key", value: secret }];
  return [
    { name: "Access key ID", value: id },
    { name: "Secret access key", value: secret },
  ];
}

interface KeyListProps {
  readonly keys: readonly Key[];
  readonly onRevoke: (key: Key) => void;
  readonly foot: ReactNode;
}

function KeyList({ keys, onRevoke, foot }: KeyListProps): ReactNode {
  return (
    <>
      {keys.length === 0 && (
        <EmptyState icon={<LockClosedIcon />} title="No keys">
          Programs need one wherever access is not open.
        </EmptyState>
      )}
      <Entries>
        {keys.map((key) => (
          <Entry
            key={key.id}
            title={
              <>
                {key.description || "No description"}
                <StatusBadge tone={key.revoked_at === null ? "neutral" : "bad"}>
                  {key.revoked_at === null ? kinds[key.kind] : "Revoked"}
                </StatusBadge>
              </>
            }
            actions={
              key.revoked_at === null && (
                <RowButton
                  label="Revoke"
                  of={[key.description, key.id].filter(Boolean).join(", ")}
                  takesAway
                  onClick={() => onRevoke(key)}
                />
              )
            }
          >
            <Copyable value={key.id} what={`the id ${key.id}`} /> {scopeWords(key)} · made{" "}
            <RelativeTime at={key.created_at} /> ·{" "}
            {key.last_used_at === null ? (
              "no use on record"
            ) : (
              <>
                last used <RelativeTime at={key.last_used_at} />
              </>
            )}
          </Entry>
        ))}
        {foot}
      </Entries>
    </>
  );
}

function scopeWords({ may, from }: Key): string {
  if (may === "everything") return "may do everything";
  return from === null ? "may only send" : `may only send from ${from.join(", ")}`;
}

const kinds = { "access-key": "Access key", "api-key": "API key" } as const;
