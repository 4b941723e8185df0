import { Radio, Stack } from "@mantine/core";
import type { ReactNode } from "react";

interface RadioChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  /** What each of them means. */
  readonly options: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

/** One of few things, with all of them in sight. */
export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>): ReactNode {
  const { label, value, options, onChange } = props;
  return (
    <Radio.Group label={label} value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Stack gap="xs" mt="xs">
        {Object.entries<string>(options).map(([option, meaning]) => (
          <Radio key={option} value={option} label={meaning} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
