import { Badge, Collapse, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ChevronRightIcon } from "@radix-ui/react-icons";
import { type ReactNode, useId } from "react";
import type { Found, RequiredRecord } from "#console/api/identities.ts";
import { Copyable } from "#console/elements/copyable.tsx";
import { FoundAndExpected } from "./found-and-expected.tsx";
import type { NameInForm } from "./names-in-form.tsx";
import classes from "./record-row.module.css";
import { VerdictBadge } from "./verdict-badge.tsx";

/** One record: what is expected, what was found instead, and what each name server said. */
export function RecordRow({
  record,
  inForm,
}: {
  readonly record: RequiredRecord;
  readonly inForm: NameInForm;
}): ReactNode {
  const { found } = record;
  return (
    <div className={classes["row"]}>
      <div className={classes["head"]}>
        <Badge variant="default" radius="sm" className={classes["type"]}>
          {record.type}
        </Badge>
        <dl className={classes["expected"]}>
          <dt>Name</dt>
          <dd>
            <Copyable value={inForm(record.name)} what="the name" />
          </dd>
          <dt>Value</dt>
          <dd>
            <Copyable value={record.value} what="the value" />
          </dd>
        </dl>
        <VerdictBadge verdict={found?.verdict} />
      </div>
      {found !== null && (found.verdict !== "found" || found.diagnosis.advice !== "") && (
        <div className={classes["diagnosis"]}>
          <Text>{found.diagnosis.text}</Text>
          {found.diagnosis.advice && <Text c="dimmed">{found.diagnosis.advice}</Text>}
        </div>
      )}
      {found !== null && found.servers.length > 0 && <Answers found={found} expected={record.value} />}
    </div>
  );
}

interface AnswersProps {
  readonly found: Found;
  readonly expected: string;
}

/** What each name server said, folded away until it is asked for. */
function Answers({ found, expected }: AnswersProps): ReactNode {
  const [opened, openedIs] = useDisclosure(false);
  const id = useId();
  return (
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
        <FoundAndExpected found={found} expected={expected} />
      </Collapse>
    </>
  );
}
