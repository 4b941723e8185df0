import { Accordion, Text } from "@mantine/core";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Check, checksQuery } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import classes from "./check-history.module.css";
import { NameServerAnswers } from "./name-server-answers.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

/** Every check that saw something new, the newest first, with what it saw. */
export function CheckHistory({ name }: { readonly name: string }): ReactNode {
  const query = useQuery({ ...checksQuery(name), refetchInterval: 15_000 });
  return (
    <Card title="What was seen" description="Checks in a row that saw the same are one entry." flush>
      <Loaded query={query}>
        {({ checks }) =>
          checks.length === 0 ? (
            <EmptyState icon={<MagnifyingGlassIcon />} title="Not looked at yet">
              The first check begins within seconds.
            </EmptyState>
          ) : (
            <Accordion chevronPosition="left">
              {checks.map((check) => (
                <Entry key={check.id} check={check} />
              ))}
            </Accordion>
          )
        }
      </Loaded>
    </Card>
  );
}

const subjects = { dkim: "DKIM", "mail-from": "MAIL FROM" };

function Entry({ check }: { readonly check: Check }): ReactNode {
  const { id, subject, first_seen_at, checked_at, evidence } = check;
  const found = evidence.filter(({ verdict }) => verdict === "found").length;
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <div className={classes["head"]}>
          <span>
            <b>{subjects[subject]}</b>: {found} of {evidence.length} found
          </span>
          <Text c="dimmed" size="sm">
            <RelativeTime at={checked_at} />
            {first_seen_at !== checked_at && (
              <>
                , the same since <RelativeTime at={first_seen_at} />
              </>
            )}
          </Text>
        </div>
      </Accordion.Control>
      <Accordion.Panel>
        {evidence.map((one) => (
          <div key={one.expectation.name} className={classes["evidence"]}>
            <div className={classes["head"]}>
              <code className={classes["name"]}>{one.expectation.name}</code>
              <VerdictBadge verdict={one.verdict} />
            </div>
            <Text mt={4}>{one.diagnosis.text}</Text>
            {one.diagnosis.advice && <Text c="dimmed">{one.diagnosis.advice}</Text>}
            <NameServerAnswers evidence={one} />
          </div>
        ))}
      </Accordion.Panel>
    </Accordion.Item>
  );
}
