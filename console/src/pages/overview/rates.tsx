import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Counts, Overview } from "#console/api/overview.ts";
import { Sparkline } from "#console/charts/sparkline.tsx";
import { partInWords } from "#console/elements/part-in-words.ts";
import classes from "./rates.module.css";

interface Rate {
  readonly name: string;
  readonly count: keyof Counts;
  readonly rate?: keyof Overview["rates"];
  readonly tone: "good" | "bad" | "info";
  readonly of?: string;
  /** That messages have had. */
  readonly event: string;
}

const rates: readonly Rate[] = [
  { name: "Sent", event: "Send", count: "sends", tone: "info" },
  {
    name: "Delivered",
    event: "Delivery",
    count: "deliveries",
    rate: "delivery",
    tone: "good",
    of: "of sent",
  },
  { name: "Bounced", event: "Bounce", count: "bounces", rate: "bounce", tone: "bad", of: "of sent" },
  {
    name: "Complaints",
    event: "Complaint",
    count: "complaints",
    rate: "complaint",
    tone: "bad",
    of: "of delivered",
  },
  { name: "Opened", event: "Open", count: "opens", rate: "open", tone: "info", of: "of delivered" },
  {
    name: "Clicked",
    event: "Click",
    count: "clicks",
    rate: "click",
    tone: "info",
    of: "of delivered",
  },
];

interface RatesProps {
  readonly overview: Overview;
  /** How long the period is. */
  readonly hours: number;
}

/** The numbers of the period, and the shape of each over it. Each leads to the messages behind it. */
export function Rates({ overview, hours }: RatesProps): ReactNode {
  const { totals, rates: parts, series } = overview;
  return (
    <ul className={classes["rates"]}>
      {rates.map(({ name, event, count, rate, tone, of }) => (
        <li key={name} className={classes["rate"]}>
          <Link to="/messages" search={{ event, within: String(hours) }} className={classes["name"]}>
            {name}
          </Link>
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
  return rate === null ? partInWords(rate) : `${partInWords(rate)} ${of}`;
}
