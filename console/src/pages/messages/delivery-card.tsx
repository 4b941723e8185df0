import { Accordion, Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Attempt, Delivery } from "#console/api/messages.ts";
import { queueQuery } from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import { inLetters } from "#console/names/in-letters.ts";
import { MailNames } from "#console/names/mail-name.tsx";
import { AttemptDetails } from "./attempt-details.tsx";
import classes from "./delivery-card.module.css";
import { DeliveryStateBadge } from "./delivery-state.tsx";

const outcomes: Record<Attempt["outcome"], readonly [tone: Tone, text: string]> = {
  delivered: ["good", "Delivered"],
  deferred: ["waiting", "Put off"],
  refused: ["bad", "Refused"],
  uncertain: ["info", "Uncertain"],
  mixed: ["info", "In part"],
};

/** What went to one domain: where it stands, and every attempt. */
export function DeliveryCard({ delivery }: { readonly delivery: Delivery }): ReactNode {
  const { domain, recipients, state, next_try_at, tried_until, last_reply, attempts } = delivery;
  return (
    <Card
      title={`To ${inLetters(domain) ?? domain}`}
      beside={<DeliveryStateBadge state={state} />}
      description={
        <>
          <MailNames names={recipients} />
          {next_try_at !== undefined && <NextTry domain={domain} at={next_try_at} until={tried_until} />}
          {last_reply !== undefined && <>. Last reply: {last_reply}</>}
        </>
      }
      flush
    >
      {attempts.length === 0 ? (
        <Text c="dimmed" p="var(--inset)">
          Not tried yet.
        </Text>
      ) : (
        <Accordion chevronPosition="left">
          {attempts.map((attempt, at) => (
            <Try key={attempt.started_at} attempt={attempt} number={at + 1} />
          ))}
        </Accordion>
      )}
    </Card>
  );
}

interface NextTryProps {
  readonly domain: string;
  readonly at: string;
  readonly until: string | undefined;
}

/** What was held back past its time is tried once more. */
function NextTry({ domain, at, until }: NextTryProps): ReactNode {
  const { data: queue } = useQuery({ ...queueQuery(undefined), staleTime: 15_000 });
  if (queue?.domains.some((one) => one.domain === domain && one.paused)) {
    return (
      <>
        . Held back until it is resumed in the{" "}
        <Anchor component={Link} to="/queue" inherit>
          queue
        </Anchor>
      </>
    );
  }
  const isLate = until !== undefined && until <= at;
  return (
    <>
      . {isLate ? "Last try" : "Next try"} <RelativeTime at={at} ahead />,{" "}
      {isLate ? "for its time ran out" : "given up"} <RelativeTime at={until} ahead />
    </>
  );
}

function Try({ attempt, number }: { readonly attempt: Attempt; readonly number: number }): ReactNode {
  const [tone, text] = outcomes[attempt.outcome];
  const tookMs = Date.parse(attempt.ended_at) - Date.parse(attempt.started_at);
  return (
    <Accordion.Item value={attempt.started_at}>
      <Accordion.Control>
        <div className={classes["head"]}>
          <span>
            <b>Attempt {number}</b>
            {attempt.peer !== undefined && <> at {attempt.peer}</>}
          </span>
          <span className={classes["beside"]}>
            <StatusBadge tone={tone}>{text}</StatusBadge>
            <Text c="dimmed" size="sm" component="span">
              <RelativeTime at={attempt.started_at} />, {tookMs} ms
            </Text>
          </span>
        </div>
      </Accordion.Control>
      <Accordion.Panel>
        <AttemptDetails attempt={attempt} />
      </Accordion.Panel>
    </Accordion.Item>
  );
}
