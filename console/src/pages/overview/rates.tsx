import type { ReactNode } from "react";
import type { Counts, Overview } from "#console/api/overview.ts";
import { Sparkline } from "#console/charts/sparkline.tsx";
import classes from "./rates.module.css";

interface Rate {
  readonly name: string;
  readonly count: keyof Counts;
  readonly rate?: keyof Overview["rates"];
  readonly tone: "good" | "bad" | "info";
  readonly of?: string;
}

const rates: readonly Rate[] = [
  { name: "Sent", count: "sends", tone: "info" },
  { name: "Delivered", count: "deliveries", rate: "delivery", tone: "good", of: "of what was sent" },
  { name: "Bounced", count: "bounces", rate: "bounce", tone: "bad", of: "of what was sent" },
  { name: "Complaints", count: "complaints", rate: "complaint", tone: "bad", of: "of what was delivered" },
  { name: "Opened", count: "opens", rate: "open", tone: "info", of: "of what was delivered" },
  { name: "Clicked", count: "clicks", rate: "click", tone: "info", of: "of what was delivered" },
];

/** The numbers of the period, and the shape of each over it. */
export function Rates({ overview }: { readonly overview: Overview }): ReactNode {
  const { totals, rates: parts, series } = overview;
  return (
    <ul className={classes["rates"]}>
      {rates.map(({ name, count, rate, tone, of }) => (
        <li key={name} className={classes["rate"]}>
          <div className={classes["name"]}>{name}</div>
          <div className={classes["count"]}>{totals[count].toLocaleString("en")}</div>
          <div className={classes["part"]}>
            {rate === undefined ? "recipients" : inWords(parts[rate], of)}
          </div>
          <Sparkline values={series.map((step) => step[count])} tone={tone} />
        </li>
      ))}
    </ul>
  );
}

function inWords(rate: number | null, of = ""): string {
  if (rate === null) return "–";
  const percent = rate * 100;
  return `${percent.toFixed(percent > 0 && percent < 10 ? 2 : 1)} % ${of}`;
}
