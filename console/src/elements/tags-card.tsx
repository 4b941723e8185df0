import type { Tag } from "@aws-sdk/client-sesv2";
import { Button, Group, Pill, Text, TextInput } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { addTag, removeTag } from "#console/api/identity-settings.ts";
import type { Plain } from "#console/api/plain.ts";
import { Card } from "./card.tsx";
import classes from "./tags-card.module.css";
import { useChange } from "./use-change.ts";

interface TagsCardProps {
  readonly arn: string;
  readonly tags: readonly Plain<Tag>[];
  readonly affects: readonly QueryKey[];
}

/** Keys and values that an account sorts its things by. */
export function TagsCard({ arn, tags, affects }: TagsCardProps): ReactNode {
  const remove = useChange({ change: async (key: string) => await removeTag(arn, key), affects });
  return (
    <Card title="Tags" description="For your own order; nothing depends on them.">
      {tags.length === 0 ? (
        <Text c="dimmed">None yet.</Text>
      ) : (
        <ul className={classes["tags"]}>
          {tags.map(({ Key = "", Value = "" }) => (
            <li key={Key}>
              <Pill
                size="md"
                withRemoveButton
                onRemove={() => remove.mutate(Key)}
                removeButtonProps={{
                  "aria-label": `Remove the tag ${Key}`,
                  tabIndex: 0,
                  "aria-hidden": false,
                }}
              >
                {Value === "" ? Key : `${Key}: ${Value}`}
              </Pill>
            </li>
          ))}
        </ul>
      )}
      <AddTag arn={arn} affects={affects} />
    </Card>
  );
}

function AddTag({ arn, affects }: Omit<TagsCardProps, "tags">): ReactNode {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const add = useChange({
    change: async () => await addTag(arn, { Key: key, Value: value }),
    affects,
    after: () => {
      setKey("");
      setValue("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key !== "") add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group mt="md" gap="sm" align="flex-end">
        <TextInput
          label="Key"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          w="11rem"
        />
        <TextInput
          label="Value"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          w="11rem"
        />
        <Button type="submit" variant="default" disabled={key === ""} loading={add.isPending}>
          Add
        </Button>
      </Group>
    </form>
  );
}
