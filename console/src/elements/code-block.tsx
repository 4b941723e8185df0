import type { ReactNode } from "react";
import classes from "./code-block.module.css";
import { CopyButton } from "./copy-button.tsx";

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for who copies it and for who cannot see it. */
  readonly what: string;
}

/** Text to be copied whole: a zone file, a snippet, the source of a message. */
export function CodeBlock({ code, what }: CodeBlockProps): ReactNode {
  return (
    <div className={classes["block"]}>
      <pre className={classes["code"]} tabIndex={0} aria-label={what}>
        {code}
      </pre>
      <div className={classes["copy"]}>
        <CopyButton value={code} what={what} />
      </div>
    </div>
  );
}
