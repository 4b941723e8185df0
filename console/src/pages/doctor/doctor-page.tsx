import { Button, Text } from "@mantine/core";
import { UpdateIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { doctorQuery, type Examination, type Health } from "#console/api/doctor.ts";
import { Card } from "#console/elements/card.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import classes from "./doctor-page.module.css";

const shown: Record<Health, readonly [tone: Tone, text: string]> = {
  ok: ["good", "Well"],
  warning: ["waiting", "Look at it"],
  failed: ["bad", "Failed"],
  unknown: ["neutral", "Not known"],
  "not-asked": ["neutral", "Not asked"],
};

const names: Readonly<Record<string, string>> = {
  database: "Database",
  disk: "Disk",
  queue: "Queue",
  certificate: "TLS certificate",
  "signing-keys": "Signing keys",
  "sign-in": "OpenID provider",
  links: "Links in messages",
  inbound: "What comes back",
  zone: "Signing zone",
  "outbound-smtp": "Way out",
  "reverse-dns": "Reverse DNS",
  dane: "DANE",
  blocklists: "Blocklists",
  clock: "Clock",
};

/** What an operator would look at, each with what was seen and what to do. */
export function DoctorPage(): ReactNode {
  const query = useQuery(doctorQuery);
  return (
    <Page
      title="Doctor"
      beside={query.data && <HealthBadge status={query.data.status} />}
      subtitle="Whether this machine can do its work, looked at from the inside and from the outside."
      actions={
        <Button
          variant="default"
          leftSection={<UpdateIcon />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          Look again
        </Button>
      }
    >
      <Card flush>
        <Loaded query={query}>
          {({ checks }) => (
            <ul className={classes["list"]}>
              {checks.map((check) => (
                <Row key={check.name} check={check} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}

function HealthBadge({ status }: { readonly status: Health }): ReactNode {
  const [tone, text] = shown[status];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

function Row({ check }: { readonly check: Examination }): ReactNode {
  const { name, status, seen, advice, took_ms } = check;
  return (
    <li className={classes["row"]}>
      <div className={classes["name"]}>{names[name] ?? name}</div>
      <div className={classes["what"]}>
        <Text>{seen}</Text>
        {advice !== "" && <Text c="dimmed">{advice}</Text>}
      </div>
      <div className={classes["verdict"]}>
        <HealthBadge status={status} />
        <span className={classes["took"]}>{Math.round(took_ms)} ms</span>
      </div>
    </li>
  );
}
