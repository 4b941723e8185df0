import { ActionIcon, CopyButton as Copying, Tooltip } from "@mantine/core";
import { CheckIcon, CopyIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";

/** Puts a text on the clipboard; `what` says which: "the name", "the value". */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }): ReactNode {
  return (
    <Copying value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : `Copy ${what}`}>
          <ActionIcon
            variant="subtle"
            color={copied ? "teal" : "gray"}
            size="sm"
            onClick={copy}
            aria-label={copied ? "Copied" : `Copy ${what}`}
          >
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copying>
  );
}
