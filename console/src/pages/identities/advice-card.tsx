import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Advice, adviceQuery } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import type { NameInForm } from "./names-in-form.tsx";
import classes from "./record-row.module.css";

const shown: Record<Advice["status"], readonly [tone: Tone, text: string]> = {
  right: ["good", "Right"],
  missing: ["waiting", "Missing"],
  wrong: ["bad", "Wrong"],
  unknown: ["neutral", "No answer"],
};

const names: Record<Advice["purpose"], string> = { spf: "SPF", dmarc: "DMARC" };

/** What receivers like to see beside what is needed to send. */
export function AdviceCard({
  name,
  inForm,
}: {
  readonly name: string;
  readonly inForm: NameInForm;
}): ReactNode {
  const query = useQuery(adviceQuery(name));
  return (
    <Card
      title="Good to have"
      description="Nothing here is needed to send. Receivers look for them, and large ones ask for DMARC."
      flush
    >
      <Loaded
        query={query}
        skeleton={
          <Stack p="var(--inset)" role="status" aria-busy aria-label="Asking the name servers">
            <Skeleton height={14} width="70%" />
            <Skeleton height={14} width="55%" />
          </Stack>
        }
      >
        {({ advice }) => advice.map((one) => <Row key={one.purpose} advice={one} inForm={inForm} />)}
      </Loaded>
    </Card>
  );
}

function Row({ advice, inForm }: { readonly advice: Advice; readonly inForm: NameInForm }): ReactNode {
  const { purpose, value, found, status, diagnosis } = advice;
  const [tone, text] = shown[status];
  return (
    <div className={classes["row"]}>
      <div className={classes["head"]}>
        <Text fw={550}>{names[purpose]}</Text>
        <dl className={classes["expected"]}>
          <dt>Name</dt>
          <dd>
            <Copyable value={inForm(advice.name)} what="the name" />
          </dd>
          {found.map((one) => (
            <div key={one} className={classes["pair"]}>
              <dt>Found</dt>
              <dd>
                <Copyable value={one} what="what was found" />
              </dd>
            </div>
          ))}
          {value !== null && status !== "right" && (
            <div className={classes["pair"]}>
              <dt>Publish</dt>
              <dd>
                <Copyable value={value} what="the value" />
              </dd>
            </div>
          )}
        </dl>
        <StatusBadge tone={tone}>{text}</StatusBadge>
      </div>
      {status === "right" ? (
        <Text c="dimmed" className={classes["remark"]}>
          {diagnosis.text} {diagnosis.advice}
        </Text>
      ) : (
        <div className={classes["diagnosis"]}>
          <Text>{diagnosis.text}</Text>
          {diagnosis.advice && <Text c="dimmed">{diagnosis.advice}</Text>}
        </div>
      )}
    </div>
  );
}
