import { Textarea, type TextareaProps } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./code-area.module.css";

/** Where something for machines is typed: JSON, a key, HTML. */
export function CodeArea(props: TextareaProps): ReactNode {
  return (
    <Textarea
      autosize
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: classes["input"] ?? "" }}
      {...props}
    />
  );
}
