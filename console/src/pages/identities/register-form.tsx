import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { createIdentity, identitiesKey } from "#console/api/identities.ts";
import { useChange } from "#console/elements/use-change.ts";
import { useFocusWhenRefused } from "#console/elements/use-focus-when-refused.ts";

interface RegisterFormProps {
  readonly onRegistered: (name: string) => void;
}

/** A domain or an address, whichever is typed. */
export function RegisterForm({ onRegistered }: RegisterFormProps): ReactNode {
  const [name, setName] = useState("");
  const register = useChange({
    change: async (EmailIdentity: string) => await createIdentity({ EmailIdentity }),
    affects: [identitiesKey],
    tellsFailure: false,
    after: (_, registered) => onRegistered(registered),
  });
  const field = useFocusWhenRefused(register.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") register.mutate(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <TextInput
          ref={field}
          flex={1}
          miw="14rem"
          label="Domain or e-mail address"
          placeholder="shop.example or you@shop.example"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={register.error?.message}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Button type="submit" mt="1.5rem" loading={register.isPending} disabled={name.trim() === ""}>
          Register
        </Button>
      </Group>
    </form>
  );
}
