import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFocusWhenRefused } from "./use-focus-when-refused.ts";

interface NameFormProps {
  readonly label: string;
  readonly placeholder: string;
  readonly description?: string;
  readonly button: string;
  readonly creation: {
    readonly mutate: (name: string) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** One line that makes something: a name, an address, a URL. What is wrong with it is said at it. */
export function NameForm({ label, placeholder, description, button, creation }: NameFormProps): ReactNode {
  const [name, setName] = useState("");
  const field = useFocusWhenRefused(creation.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") creation.mutate(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        ref={field}
        label={label}
        placeholder={placeholder}
        description={description}
        inputWrapperOrder={["label", "input", "error", "description"]}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={creation.error?.message}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" loading={creation.isPending} disabled={name.trim() === ""}>
          {button}
        </Button>
      </Group>
    </form>
  );
}
