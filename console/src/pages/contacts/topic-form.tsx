import { Switch, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { addTopic, contactsKey } from "#console/api/contacts.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface TopicFormProps {
  readonly list: string;
  readonly onDone: () => void;
}

export function TopicForm({ list, onDone }: TopicFormProps): ReactNode {
  const [name, setName] = useState("");
  const [shown, setShown] = useState("");
  const [description, setDescription] = useState("");
  const [byDefault, setByDefault] = useState(false);
  const save = useChange({
    change: async () =>
      await addTopic(list, {
        TopicName: name.trim(),
        DisplayName: shown.trim(),
        DefaultSubscriptionStatus: byDefault ? "OPT_IN" : "OPT_OUT",
        ...(description.trim() === "" ? {} : { Description: description.trim() }),
      }),
    affects: [contactsKey],
    done: "The topic is there",
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={save} label="Add">
      <TextInput
        label="Name"
        description="What your code names."
        placeholder="weekly"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label="Shown as"
        description="What its subscribers see."
        placeholder="Every week"
        value={shown}
        onChange={(event) => setShown(event.currentTarget.value)}
        required
        autoComplete="off"
      />
      <TextInput
        label="Description"
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autoComplete="off"
      />
      <Switch
        label="Subscribed by default"
        description="Whoever has not said anything about it gets it."
        checked={byDefault}
        onChange={(event) => setByDefault(event.currentTarget.checked)}
      />
    </SaveForm>
  );
}
