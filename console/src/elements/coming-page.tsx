import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { SkeletonRows } from "./loaded.tsx";
import classes from "./page.module.css";

/** A page of which not even the title is known yet: in its place, so that nothing moves when it comes. */
export function ComingPage(): ReactNode {
  return (
    <Stack gap="xl" className={classes["page"]}>
      <Skeleton height={30} width="min(14rem, 60%)" radius="sm" aria-hidden />
      <SkeletonRows />
    </Stack>
  );
}
