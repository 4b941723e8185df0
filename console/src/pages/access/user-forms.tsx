import { Checkbox, PasswordInput, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useSession } from "#console/api/session.ts";
import { createUser, setPassword, type User, usersKey } from "#console/api/users.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function UserForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const [name, setName] = useState("");
  const [password, setNewPassword] = useState("");
  const [isVouchedFor, setVouchedFor] = useState(false);
  const { provider } = useSession();
  const creation = useChange({
    change: async () => await createUser({ name: name.trim(), password: isVouchedFor ? null : password }),
    affects: [usersKey],
    done: `${name.trim()} may sign in`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={creation} label="Add">
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
      />
      {provider !== null && (
        <Checkbox
          label={`Without a password: ${provider.name} vouches for them`}
          checked={isVouchedFor}
          onChange={(event) => setVouchedFor(event.currentTarget.checked)}
        />
      )}
      {!isVouchedFor && <NewPassword label="Password" value={password} onChange={setNewPassword} />}
    </SaveForm>
  );
}

interface NewPasswordFormProps {
  readonly user: User;
  readonly onDone: () => void;
}

export function NewPasswordForm({ user, onDone }: NewPasswordFormProps): ReactNode {
  const [password, setNewPassword] = useState("");
  const save = useChange({
    change: async () => await setPassword(user.id, { password }),
    affects: [usersKey],
    done: `${user.name} signs in with the new password`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={save}>
      <NewPassword label="New password" value={password} onChange={setNewPassword} />
    </SaveForm>
  );
}

interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

export function NewPassword({ label, value, onChange }: NewPasswordProps): ReactNode {
  return (
    <PasswordInput
      label={label}
      description="10 characters at least: several words are good."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
      required
    />
  );
}
