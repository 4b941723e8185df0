import { Kbd, UnstyledButton } from "@mantine/core";
import { MagnifyingGlassIcon } from "@radix-ui/react-icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import { navigation } from "./navigation.ts";
import classes from "./sidebar.module.css";
import { SidebarFoot } from "./sidebar-foot.tsx";

export function Sidebar({ onSearch }: { readonly onSearch: () => void }): ReactNode {
  return (
    <div className={classes["sidebar"]}>
      <div className={classes["brand"]}>
        <Brand />
      </div>
      <UnstyledButton className={classes["search"]} onClick={onSearch}>
        <MagnifyingGlassIcon aria-hidden />
        <span>Go to…</span>
        <Kbd size="xs">{modifier} K</Kbd>
      </UnstyledButton>
      <nav className={classes["nav"]} aria-label="Pages">
        {navigation.map(({ group, destinations }) => (
          <div key={group}>
            <div className={classes["group"]}>{group}</div>
            {destinations.map(({ to, label, icon: Icon }) => (
              <Link key={to} to={to} className={classes["link"]} activeOptions={{ exact: to === "/" }}>
                <Icon aria-hidden />
                {label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <SidebarFoot />
    </div>
  );
}

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
