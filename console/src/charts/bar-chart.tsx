import { VisuallyHidden } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./bar-chart.module.css";
import { niceTop } from "./nice-top.ts";

export interface Bar {
  readonly at: string;
  /** The whole, drawn light. */
  readonly whole: number;
  /** The part of it, drawn before it. */
  readonly part: number;
}

interface BarChartProps {
  readonly bars: readonly Bar[];
  readonly names: { readonly whole: string; readonly part: string };
  readonly label: string;
  readonly timeOf: (at: string) => string;
}

/** There is room for "100K" beside a rule, and not for "100,000". */
const inShort = new Intl.NumberFormat("en", { notation: "compact" });

/** Numbers over time, a bar a step, and the number itself where one points. */
export function BarChart({ bars, names, label, timeOf }: BarChartProps): ReactNode {
  const [pointed, setPointed] = useState<Bar>();
  const top = niceTop(Math.max(1, ...bars.flatMap(({ whole, part }) => [whole, part])));
  return (
    <figure className={classes["chart"]} aria-label={label}>
      <figcaption className={classes["caption"]}>
        <Key name={names.whole} kind="whole" value={pointed?.whole} />
        <Key name={names.part} kind="part" value={pointed?.part} />
        <span className={classes["when"]}>{pointed === undefined ? "" : timeOf(pointed.at)}</span>
      </figcaption>
      <div className={classes["plot"]} aria-hidden>
        {[top, top / 2, 0].map((value) => (
          <div key={value} className={classes["rule"]} style={{ bottom: `${(value / top) * 100}%` }}>
            <span>{inShort.format(value)}</span>
          </div>
        ))}
        <div className={classes["bars"]} onMouseLeave={() => setPointed(undefined)}>
          {bars.map((bar) => (
            <div key={bar.at} className={classes["step"]} onMouseEnter={() => setPointed(bar)}>
              <div className={classes["whole"]} style={{ height: `${(bar.whole / top) * 100}%` }} />
              <div className={classes["part"]} style={{ height: `${(bar.part / top) * 100}%` }} />
            </div>
          ))}
        </div>
      </div>
      <div className={classes["axis"]} aria-hidden>
        {marks(bars).map(({ at }) => (
          <span key={at}>{timeOf(at)}</span>
        ))}
      </div>
      <Numbers bars={bars} names={names} timeOf={timeOf} />
    </figure>
  );
}

interface KeyProps {
  readonly name: string;
  readonly kind: "whole" | "part";
  readonly value: number | undefined;
}

function Key({ name, kind, value }: KeyProps): ReactNode {
  return (
    <span className={classes["key"]} data-kind={kind}>
      {name}
      {value !== undefined && <b> {value.toLocaleString("en")}</b>}
    </span>
  );
}

/** The same for who cannot see it. A table is as tall as its rows, whatever is said of it: what hides it is around it. */
function Numbers({ bars, names, timeOf }: Omit<BarChartProps, "label">): ReactNode {
  return (
    <VisuallyHidden>
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th>{names.whole}</th>
            <th>{names.part}</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ whole, part }) => whole > 0 || part > 0)
            .map(({ at, whole, part }) => (
              <tr key={at}>
                <td>{timeOf(at)}</td>
                <td>{whole.toLocaleString("en")}</td>
                <td>{part.toLocaleString("en")}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}

/** Five times along the axis, from the first to the last. */
function marks(bars: readonly Bar[]): readonly Bar[] {
  const last = bars.length - 1;
  return [0, 0.25, 0.5, 0.75, 1].flatMap((part) => bars[Math.round(last * part)] ?? []);
}
