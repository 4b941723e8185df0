import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { MessageEvent } from "#console/api/messages.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { eventInWords } from "./event-in-words.ts";
import classes from "./timeline.module.css";

const toTheSecond = new Intl.DateTimeFormat("en", {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** The events of a message, the first first. */
export function Timeline({ events }: { readonly events: readonly MessageEvent[] }): ReactNode {
  return (
    <ol className={classes["timeline"]}>
      {events.map((event, at) => {
        const { tone, title, detail } = eventInWords(event);
        return (
          <li key={`${event.type} ${event.at} ${at}`} className={classes["event"]} data-tone={tone}>
            <span className={classes["dot"]} aria-hidden />
            <div className={classes["body"]}>
              <Text fw={550}>{title}</Text>
              {detail !== undefined && <Text c="dimmed">{detail}</Text>}
            </div>
            <Text c="dimmed" size="sm" ta="right">
              <RelativeTime at={event.at} />
              <br />
              {toTheSecond.format(new Date(event.at))}
            </Text>
          </li>
        );
      })}
    </ol>
  );
}
