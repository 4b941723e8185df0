import { Group, Stack, Text, Title } from "@mantine/core";
import { ChevronLeftIcon } from "@radix-ui/react-icons";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./page.module.css";
import { usePageTitle } from "./page-title.ts";

interface PageProps {
  readonly title: string;
  /** Beside the title: a status, a kind. */
  readonly beside?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly back?: { readonly to: NonNullable<LinkProps["to"]>; readonly label: string };
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What every page is: a heading, what can be done, and the content. */
export function Page({ title, beside, subtitle, back, actions, children }: PageProps): ReactNode {
  usePageTitle(title);
  return (
    <Stack gap="xl" className={classes["page"]}>
      <header>
        {back !== undefined && (
          <Link to={back.to} className={classes["back"]}>
            <ChevronLeftIcon aria-hidden />
            {back.label}
          </Link>
        )}
        <Group justify="space-between" align="flex-start" gap="md">
          <div className={classes["heading"]}>
            <Group gap="sm" align="center">
              <Title order={1} className={classes["title"]}>
                {title}
              </Title>
              {beside}
            </Group>
            {subtitle !== undefined && (
              <Text c="dimmed" mt={6} component="div" className={classes["subtitle"]}>
                {subtitle}
              </Text>
            )}
          </div>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
      </header>
      {children}
    </Stack>
  );
}
