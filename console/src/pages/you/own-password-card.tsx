import { PasswordInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { sessionsKey } from "#console/api/sign-in.ts";
import { setPassword } from "#console/api/users.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { NewPassword } from "#console/pages/access/user-forms.tsx";

export function OwnPasswordCard({ id }: { readonly id: string }): ReactNode {
  const [current, setCurrent] = useState("");
  const [password, setNewPassword] = useState("");
  const save = useChange({
    change: async () => await setPassword(id, { password, current_password: current }),
    affects: [sessionsKey],
    done: "The new password holds",
    tellsFailure: false,
    after: () => {
      setCurrent("");
      setNewPassword("");
    },
  });
  return (
    <Card title="Password" description="Your other sessions end when it changes.">
      <SaveForm saving={save} label="Change it">
        <PasswordInput
          label="Current password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
          required
        />
        <NewPassword label="New password" value={password} onChange={setNewPassword} />
      </SaveForm>
    </Card>
  );
}
