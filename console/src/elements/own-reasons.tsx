import { Checkbox, Stack, Switch, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { SuppressionReason } from "#console/api/suppression.ts";

/** Why nothing is sent to who is on the list: reasons of its own, or those of what it belongs to. */
export interface ReasonsDraft {
  readonly hasReasons: boolean;
  readonly reasons: readonly SuppressionReason[];
}

/** What is begun from where there are none of its own. */
export function reasonsDraft(own: readonly SuppressionReason[] | undefined): ReasonsDraft {
  return { hasReasons: own !== undefined, reasons: own ?? ["BOUNCE", "COMPLAINT"] };
}

interface OwnReasonsProps {
  readonly draft: ReasonsDraft;
  /** Whose reasons hold otherwise: "the account". */
  readonly otherwise: string;
  readonly onChange: (change: Partial<ReasonsDraft>) => void;
}

export function OwnReasons({ draft, otherwise, onChange }: OwnReasonsProps): ReactNode {
  return (
    <>
      <Switch
        label="Reasons of its own"
        description={`Off: those of ${otherwise} hold.`}
        checked={draft.hasReasons}
        onChange={(event) => onChange({ hasReasons: event.currentTarget.checked })}
      />
      {draft.hasReasons && (
        <Checkbox.Group
          label="Nothing is sent to who is on the list because of"
          value={[...draft.reasons]}
          onChange={(reasons) => onChange({ reasons: reasons as SuppressionReason[] })}
        >
          <Stack gap="xs" mt="xs">
            <Checkbox value="BOUNCE" label="a bounce: the address does not exist" />
            <Checkbox value="COMPLAINT" label="a complaint: the mail was reported as spam" />
          </Stack>
        </Checkbox.Group>
      )}
      {draft.hasReasons && draft.reasons.length === 0 && (
        <Text c="dimmed">Without a reason the list is not looked at.</Text>
      )}
    </>
  );
}
