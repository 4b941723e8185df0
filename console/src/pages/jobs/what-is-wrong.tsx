import type { JobStatus } from "@aws-sdk/client-sesv2";
import { Alert, Text } from "@mantine/core";
import { ExclamationTriangleIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import classes from "./what-is-wrong.module.css";

interface Job {
  readonly JobStatus?: JobStatus | undefined;
  readonly FailureInfo?: { readonly ErrorMessage?: string | undefined } | undefined;
}

/** Why a job failed, or which of its records did. */
export function WhatIsWrong({ job }: { readonly job: Job }): ReactNode {
  const message = job.FailureInfo?.ErrorMessage;
  if (message === undefined) return null;
  const hasFailed = job.JobStatus === "FAILED";
  return (
    <Alert color={hasFailed ? "red" : "yellow"} variant="light" icon={<ExclamationTriangleIcon />}>
      <Text fw={550}>{hasFailed ? "It failed" : "Some records were left out"}</Text>
      <p className={classes["message"]}>{message}</p>
    </Alert>
  );
}
