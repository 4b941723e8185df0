import { TextInput } from "@mantine/core";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { useSought } from "./use-sought.ts";

interface SearchFieldProps {
  readonly label: string;
  readonly sought: string | undefined;
  /** Called once typing pauses. */
  readonly onSeek: (sought: string) => void;
}

/** Narrows a list while one types. */
export function SearchField({ label, sought, onSeek }: SearchFieldProps): ReactNode {
  const [text, type] = useSought(sought, onSeek);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<MagnifyingGlassIcon aria-hidden />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
