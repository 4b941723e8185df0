import { Alert, Button, List, Text } from "@mantine/core";
import { ExclamationTriangleIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { ApiFailure, adviceFor } from "#console/api/failure.ts";

interface FailureNoticeProps {
  readonly error: Error;
  readonly retry?: () => void;
}

/** What went wrong, in the service's words, and what to do. */
export function FailureNotice({ error, retry }: FailureNoticeProps): ReactNode {
  const failure = error instanceof ApiFailure ? error : undefined;
  const advice = failure && adviceFor(failure);
  return (
    <Alert color="red" variant="light" icon={<ExclamationTriangleIcon />} role="alert">
      <Text fw={550}>{error.message}</Text>
      {failure !== undefined && failure.details.length > 1 && (
        <List mt={4}>
          {failure.details.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </List.Item>
          ))}
        </List>
      )}
      {advice !== undefined && <Text mt={4}>{advice}</Text>}
      {/* What is not there is not there the next time either. */}
      {retry !== undefined && failure?.code !== "NOT_FOUND" && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
