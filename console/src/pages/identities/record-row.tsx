import { Badge, Collapse, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ChevronRightIcon } from "@radix-ui/react-icons";
import { type ReactNode, useId } from "react";
import type { Evidence, RequiredRecord } from "#console/api/identities.ts";
import { Copyable } from "#console/elements/copyable.tsx";
import { NameServerAnswers } from "./name-server-answers.tsx";
import classes from "./record-row.module.css";
import { VerdictBadge } from "./verdict-badge.tsx";

interface RecordRowProps {
  readonly record: RequiredRecord;
  readonly evidence: Evidence | undefined;
}

/** One record: what is expected, what was found instead, and what each name server said. */
export function RecordRow({ record, evidence }: RecordRowProps): ReactNode {
  const isWanting = evidence !== undefined && evidence.verdict !== "found";
  const [opened, openedIs] = useDisclosure(false);
  const id = useId();
  return (
    <div className={classes["row"]}>
      <div className={classes["head"]}>
        <Badge variant="default" radius="sm" className={classes["type"]}>
          {record.type}
        </Badge>
        <dl className={classes["expected"]}>
          <dt>Name</dt>
          <dd>
            <Copyable value={record.name} what="the name" />
          </dd>
          <dt>Value</dt>
          <dd>
            <Copyable value={record.value} what="the value" />
          </dd>
        </dl>
        <VerdictBadge verdict={evidence?.verdict} />
      </div>
      {isWanting && evidence.diagnosis.text !== "" && (
        <div className={classes["diagnosis"]}>
          <Text>{evidence.diagnosis.text}</Text>
          {evidence.diagnosis.advice && <Text c="dimmed">{evidence.diagnosis.advice}</Text>}
        </div>
      )}
      {evidence !== undefined && evidence.servers.length > 0 && (
        <>
          <UnstyledButton
            className={classes["toggle"]}
            onClick={openedIs.toggle}
            aria-expanded={opened}
            aria-controls={id}
            data-opened={opened}
          >
            <ChevronRightIcon aria-hidden />
            What the name servers said
          </UnstyledButton>
          <Collapse expanded={opened} id={id}>
            <NameServerAnswers evidence={evidence} expected={record.value} />
          </Collapse>
        </>
      )}
    </div>
  );
}
