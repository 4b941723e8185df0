import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { ListedImport } from "#console/api/import-jobs.ts";

const words = new Intl.NumberFormat("en");

/** How many records a job has been through, and how many of them were wrong. */
export function RecordCounts({ job }: { readonly job: ListedImport }): ReactNode {
  const { ProcessedRecordsCount: processed = 0, FailedRecordsCount: failed = 0 } = job;
  return (
    <>
      {words.format(processed)}
      {failed > 0 && (
        <Text component="span" c="red">
          , {words.format(failed)} wrong
        </Text>
      )}
    </>
  );
}
