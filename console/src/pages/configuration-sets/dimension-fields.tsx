import { ActionIcon, Button, Fieldset, Group, Select, Stack, TextInput } from "@mantine/core";
import { TrashIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { type DimensionSource, type DraftProps, emptyDimension } from "./destination-draft.ts";

const sources = [
  { value: "MESSAGE_TAG", label: "a tag of the message" },
  { value: "EMAIL_HEADER", label: "a field of the message" },
  { value: "LINK_TAG", label: "a tag of the link" },
] as const;

/** What CloudWatch counts by: a name, where its value comes from, and the value where there is none. */
export function DimensionFields({ draft, onChange }: DraftProps): ReactNode {
  const { dimensions } = draft;
  const change = (at: number, members: Partial<(typeof dimensions)[number]>) =>
    onChange({ dimensions: dimensions.map((one, index) => (index === at ? { ...one, ...members } : one)) });
  return (
    <Fieldset legend="Dimensions" variant="unstyled">
      <Stack gap="sm">
        {dimensions.map((dimension, at) => (
          <Group key={at} gap="xs" align="flex-end">
            <TextInput
              flex={1}
              miw="7rem"
              label="Name"
              value={dimension.DimensionName ?? ""}
              onChange={(event) => change(at, { DimensionName: event.currentTarget.value })}
              required
            />
            <Select
              w="11rem"
              label="Value from"
              data={[...sources]}
              value={dimension.DimensionValueSource ?? "MESSAGE_TAG"}
              onChange={(chosen) => change(at, { DimensionValueSource: chosen as DimensionSource })}
              allowDeselect={false}
            />
            <TextInput
              flex={1}
              miw="7rem"
              label="Otherwise"
              value={dimension.DefaultDimensionValue ?? ""}
              onChange={(event) => change(at, { DefaultDimensionValue: event.currentTarget.value })}
              required
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove dimension ${at + 1}`}
              disabled={dimensions.length === 1}
              onClick={() => onChange({ dimensions: dimensions.filter((_, index) => index !== at) })}
            >
              <TrashIcon />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => onChange({ dimensions: [...dimensions, emptyDimension] })}
          >
            Add a dimension
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
