import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { type ReactNode, useState } from "react";

interface SearchFieldProps {
  readonly label: string;
  /** What is sought when the page opens. */
  readonly sought: string | undefined;
  /** Called once typing pauses. */
  readonly onSeek: (sought: string) => void;
}

const pauseMs = 250;

/** Narrows a list while one types. */
export function SearchField({ label, sought, onSeek }: SearchFieldProps): ReactNode {
  const [text, setText] = useState(sought ?? "");
  const seek = useDebouncedCallback(onSeek, pauseMs);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<MagnifyingGlassIcon aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        seek(event.currentTarget.value.trim());
      }}
    />
  );
}
