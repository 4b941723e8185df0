import type { ReactNode } from "react";
import type { Overview } from "#console/api/overview.ts";
import { BarChart } from "#console/charts/bar-chart.tsx";

export function SentOverTime({ overview }: { readonly overview: Overview }): ReactNode {
  const { series, step } = overview;
  return (
    <BarChart
      label="Recipients that messages were sent and delivered to, over time"
      names={{ whole: "Sent", part: "Delivered" }}
      bars={series.map(({ at, sends, deliveries }) => ({ at, whole: sends, part: deliveries }))}
      timeOf={(at) => timeOf[step](new Date(at))}
    />
  );
}

const timeOf = {
  hour: (time: Date) =>
    time.toLocaleString("en", { weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false }),
  // The service's days begin at midnight UTC, wherever one looks from.
  day: (time: Date) => time.toLocaleDateString("en", { month: "short", day: "numeric", timeZone: "UTC" }),
};
