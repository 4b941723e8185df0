import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { FailureNotice } from "./failure-notice.tsx";
import { useChange } from "./use-change.ts";

interface QuestionProps<Thing> {
  readonly of: Thing;
  readonly onClose: () => void;
  /** Of the button that does it. */
  readonly label?: string;
  /** To be typed first, where much is lost. */
  readonly typeToConfirm?: string;
  readonly remove: (thing: Thing) => Promise<unknown>;
  /** Queries that would still show it. */
  readonly affects: readonly QueryKey[];
  /** Said when it is gone. */
  readonly done: string;
  /** What is lost. */
  readonly children: ReactNode;
}

interface ConfirmDeletionProps<Thing> extends Omit<QuestionProps<Thing>, "of" | "done" | "children"> {
  /** What is to go; undefined: nothing is asked. */
  readonly of: Thing | undefined;
  readonly title: (thing: Thing) => string;
  readonly done: string | ((thing: Thing) => string);
  readonly children: ReactNode | ((thing: Thing) => ReactNode);
}

/** Asks before something is gone for good. */
export function ConfirmDeletion<Thing extends string | object>(
  props: ConfirmDeletionProps<Thing>,
): ReactNode {
  const { of, title, done, children, ...question } = props;
  // The question goes slowly, with the words that it came with.
  const [asked, setAsked] = useState(of);
  if (of !== undefined && of !== asked) setAsked(of);
  return (
    <Modal
      opened={of !== undefined}
      onClose={question.onClose}
      title={asked && title(asked)}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {asked !== undefined && (
        <Question {...question} of={asked} done={typeof done === "function" ? done(asked) : done}>
          {typeof children === "function" ? children(asked) : children}
        </Question>
      )}
    </Modal>
  );
}

/** Begun anew with each thing: what was typed, and what failed, was about the one before. */
function Question<Thing>(props: QuestionProps<Thing>): ReactNode {
  const { of, onClose, label = "Delete", typeToConfirm, remove, affects, done, children } = props;
  const [typed, setTyped] = useState("");
  const deletion = useChange({
    change: async () => await remove(of),
    affects,
    done,
    tellsFailure: false,
    after: onClose,
  });
  const isSure = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSure) deletion.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text component="div">{children}</Text>
        {typeToConfirm !== undefined && (
          <TextInput
            label={`Type ${typeToConfirm} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        {deletion.error !== null && <FailureNotice error={deletion.error} />}
        <Group justify="flex-end" gap="sm">
          <Button
            variant="default"
            onClick={onClose}
            {...(typeToConfirm === undefined ? { "data-autofocus": true } : {})}
          >
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!isSure} loading={deletion.isPending}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
