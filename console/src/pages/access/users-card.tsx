import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PersonIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useSession } from "#console/api/session.ts";
import { deleteUser, removeAuthenticator, type User, usersKey, usersQuery } from "#console/api/users.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { NewPasswordForm, UserForm } from "./user-forms.tsx";

export function UsersCard(): ReactNode {
  const query = useQuery(usersQuery);
  const [creating, creatingIs] = useDisclosure(false);
  const [renewing, setRenewing] = useState<User>();
  const [deleting, setDeleting] = useState<User>();
  return (
    <Card
      title="Users"
      description="People who sign in. Each may do all that the account may."
      actions={
        <Button size="xs" variant="default" onClick={creatingIs.open}>
          Add a user
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(users) => (
          <>
            {users.length === 0 && <NoUsers />}
            <Entries>
              {users.map((user) => (
                <UserEntry key={user.id} user={user} onRenew={setRenewing} onDelete={setDeleting} />
              ))}
            </Entries>
          </>
        )}
      </Loaded>
      <Dialog opened={creating} onClose={creatingIs.close} title="Add a user">
        <UserForm onDone={creatingIs.close} />
      </Dialog>
      <Dialog
        opened={renewing !== undefined}
        onClose={() => setRenewing(undefined)}
        title={`A new password for ${renewing?.name}`}
        description="Their sessions end."
      >
        {renewing !== undefined && <NewPasswordForm user={renewing} onDone={() => setRenewing(undefined)} />}
      </Dialog>
      <ConfirmDeletion
        of={deleting}
        onClose={() => setDeleting(undefined)}
        title={({ name }) => `Remove ${name}?`}
        label="Remove"
        remove={async ({ id }) => await deleteUser(id)}
        affects={[usersKey]}
        done="The user is gone"
      >
        All their sessions end. Keys are the account's, and stay.
      </ConfirmDeletion>
    </Card>
  );
}

interface UserEntryProps {
  readonly user: User;
  readonly onRenew: (user: User) => void;
  readonly onDelete: (user: User) => void;
}

function UserEntry({ user, onRenew, onDelete }: UserEntryProps): ReactNode {
  const session = useSession();
  const isOneself = session.user?.id === user.id;
  return (
    <Entry
      title={
        <>
          {user.name}
          {isOneself && <StatusBadge tone="info">You</StatusBadge>}
          {!user.password && <StatusBadge tone="neutral">Without a password</StatusBadge>}
          {user.totp && <StatusBadge tone="good">With an authenticator</StatusBadge>}
        </>
      }
      actions={
        isOneself ? (
          <Button size="xs" variant="default" component={Link} to="/you">
            Your sign-in
          </Button>
        ) : (
          <UserActions user={user} onRenew={onRenew} onDelete={onDelete} />
        )
      }
    >
      {user.last_signed_in_at === null ? (
        "Has not signed in yet"
      ) : (
        <>
          Signed in <RelativeTime at={user.last_signed_in_at} />
        </>
      )}
    </Entry>
  );
}

function UserActions({ user, onRenew, onDelete }: UserEntryProps): ReactNode {
  const { id, name, totp } = user;
  const reset = useChange({
    change: async () => await removeAuthenticator(id),
    affects: [usersKey],
    done: `${name} signs in without a code now`,
  });
  return (
    <>
      {totp && (
        <Button
          size="xs"
          variant="subtle"
          aria-label={`Remove the authenticator of ${name}`}
          loading={reset.isPending}
          onClick={() => reset.mutate()}
        >
          Remove the authenticator
        </Button>
      )}
      <RowButton label="New password" of={`for ${name}`} onClick={() => onRenew(user)} />
      <RowButton label="Remove" of={name} takesAway onClick={() => onDelete(user)} />
    </>
  );
}

function NoUsers(): ReactNode {
  return (
    <EmptyState icon={<PersonIcon />} title="Nobody signs in">
      Access is open on this machine. Where it is not, people need a user each.
    </EmptyState>
  );
}
