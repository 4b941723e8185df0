import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { CheckIcon, CopyIcon, Cross2Icon } from "@radix-ui/react-icons";
import { type ReactNode, useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";

const shownMs = 1_500;

/** Puts a text on the clipboard; `what` says which: "the name", "the value". */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }): ReactNode {
  const [isCopied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (isCopied === undefined) return undefined;
    const shown = setTimeout(() => setCopied(undefined), shownMs);
    return () => clearTimeout(shown);
  }, [isCopied]);
  const said = isCopied === undefined ? "" : isCopied ? "Copied" : "The browser does not let it be copied";
  const name = `Copy ${what}`;
  return (
    <>
      <Tooltip label={said || name}>
        <ActionIcon
          variant="subtle"
          color={isCopied === undefined ? "gray" : isCopied ? "teal" : "red"}
          size={24}
          onClick={(event) => void copyText(value, event.currentTarget).then(setCopied)}
          aria-label={name}
        >
          {isCopied === undefined ? <CopyIcon /> : isCopied ? <CheckIcon /> : <Cross2Icon />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  );
}
