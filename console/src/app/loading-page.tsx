import type { ReactNode } from "react";
import { SkeletonRows } from "#console/elements/loaded.tsx";

export function LoadingPage(): ReactNode {
  return <SkeletonRows />;
}
