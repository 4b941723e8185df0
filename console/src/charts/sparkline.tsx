import type { ReactNode } from "react";
import classes from "./sparkline.module.css";

interface SparklineProps {
  readonly values: readonly number[];
  readonly tone: "good" | "bad" | "info";
}

const width = 100;
const height = 28;

/** The shape of some numbers over time; the numbers themselves are beside it. */
export function Sparkline({ values, tone }: SparklineProps): ReactNode {
  const most = Math.max(1, ...values);
  const points = values.map((value, at) => {
    const x = values.length < 2 ? 0 : (at / (values.length - 1)) * width;
    return `${x.toFixed(2)} ${(height - 1 - (value / most) * (height - 3)).toFixed(2)}`;
  });
  const line = `M ${points.join(" L ")}`;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={classes["sparkline"]}
      data-tone={tone}
      aria-hidden
    >
      <path d={`${line} L ${width} ${height} L 0 ${height} Z`} className={classes["area"]} />
      <path d={line} className={classes["line"]} />
    </svg>
  );
}
