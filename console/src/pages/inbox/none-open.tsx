import { ReaderIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import { EmptyState } from "#console/elements/empty-state.tsx";

export function NoneOpen(): ReactNode {
  return (
    <EmptyState icon={<ReaderIcon />} title="Choose a message">
      It opens here, as it looks and as it was sent.
    </EmptyState>
  );
}
