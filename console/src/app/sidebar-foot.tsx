import {
  ActionIcon,
  Group,
  Select,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { ExitIcon, MoonIcon, SunIcon } from "@radix-ui/react-icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { knownRegions } from "#console/api/known-regions.ts";
import { rememberRegion } from "#console/api/region.ts";
import { useSession } from "#console/api/session.ts";
import { mayLeave } from "#console/elements/use-leave-guard.ts";
import { useSignOut } from "#console/elements/use-sign-out.ts";
import classes from "./sidebar-foot.module.css";

/** Where one is, and how it looks. */
export function SidebarFoot(): ReactNode {
  const session = useSession();
  return (
    <div className={classes["foot"]}>
      <RegionSwitch region={session.region} regions={session.regions ?? []} />
      <Group justify="space-between" wrap="nowrap" mt="xs" pl={4}>
        {session.user === null ? (
          <span className={classes["account"]}>Account {session.account}</span>
        ) : (
          <Link to="/you" className={classes["account"]}>
            {session.user.name}
          </Link>
        )}
        <Group gap={2} wrap="nowrap">
          {session.user !== null && <SignOut />}
          <SchemeSwitch />
        </Group>
      </Group>
    </div>
  );
}

function SignOut(): ReactNode {
  const { isPending, signOut } = useSignOut();
  return (
    <Tooltip label="Sign out">
      <ActionIcon variant="subtle" color="gray" loading={isPending} onClick={signOut} aria-label="Sign out">
        <ExitIcon />
      </ActionIcon>
    </Tooltip>
  );
}

interface RegionSwitchProps {
  readonly region: string;
  readonly regions: readonly string[];
}

/** Everything belongs to a region: another region is another set of everything. */
function RegionSwitch({ region, regions }: RegionSwitchProps): ReactNode {
  const queries = useQueryClient();
  const others = knownRegions.filter((name) => !regions.includes(name));
  const switchTo = (chosen: string | null) => {
    if (chosen === null || chosen === region || !mayLeave()) return;
    rememberRegion(chosen);
    void queries.resetQueries();
  };
  return (
    <Select
      aria-label="Region"
      size="sm"
      value={region}
      data={[
        { group: "In use", items: [...regions] },
        { group: "Others", items: others },
      ]}
      onChange={switchTo}
      searchable
      allowDeselect={false}
      checkIconPosition="right"
    />
  );
}

function SchemeSwitch(): ReactNode {
  // It would write a style element to hold transitions still meanwhile.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <Tooltip label={`Switch to ${other}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => setColorScheme(other)}
        aria-label={`Switch to ${other}`}
      >
        {scheme === "dark" ? <SunIcon /> : <MoonIcon />}
      </ActionIcon>
    </Tooltip>
  );
}
