import type { ReactNode } from "react";
import { encode } from "uqr";
import classes from "./qr-code.module.css";

/** A text for a camera: dark squares as one path. */
export function QrCode({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const squares = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={what} className={classes["code"]}>
      <path d={squares.join("")} />
    </svg>
  );
}
