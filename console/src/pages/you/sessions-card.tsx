import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { endAllSessions, endSession, sessionsKey, sessionsQuery } from "#console/api/sign-in.ts";
import { Card } from "#console/elements/card.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { exactly, RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { useSignOut } from "#console/elements/use-sign-out.ts";

/** Where one is signed in. */
export function SessionsCard(): ReactNode {
  const query = useQuery(sessionsQuery);
  const affects = [sessionsKey];
  const end = useChange({ change: endSession, affects, done: "It is signed out" });
  const endAll = useSignOut(endAllSessions);
  return (
    <Card
      title="Where you are signed in"
      actions={
        <Button size="xs" variant="default" loading={endAll.isPending} onClick={endAll.signOut}>
          Sign out everywhere
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(sessions) => (
          <Entries>
            {sessions.map(({ id, user_agent, source_ip, created_at, last_used_at, current }) => (
              <Entry
                key={id}
                title={
                  <>
                    {browserOf(user_agent)}
                    {current && <StatusBadge tone="good">This one</StatusBadge>}
                  </>
                }
                actions={
                  !current && (
                    <RowButton
                      label="Sign out"
                      of={`${browserOf(user_agent)}, signed in ${exactly(new Date(created_at))}`}
                      takesAway
                      onClick={() => end.mutate(id)}
                    />
                  )
                }
              >
                {source_ip} · signed in <RelativeTime at={created_at} /> · used{" "}
                <RelativeTime at={last_used_at} />
              </Entry>
            ))}
          </Entries>
        )}
      </Loaded>
    </Card>
  );
}

/** As people call it; what is not known stays as it is. */
function browserOf(userAgent: string | null): string {
  if (userAgent === null) return "Unknown program";
  const names = [
    ["Firefox", /Firefox\//],
    ["Edge", /Edg\//],
    ["Chrome", /Chrome\//],
    ["Safari", /Safari\//],
  ] as const;
  const systems = [
    ["Android", /Android/],
    ["iPhone", /iPhone/],
    ["Windows", /Windows/],
    ["macOS", /Mac OS/],
    ["Linux", /Linux/],
  ] as const;
  const name = names.find(([, mark]) => mark.test(userAgent))?.[0];
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  if (name === undefined) return userAgent;
  return system === undefined ? name : `${name} on ${system}`;
}
