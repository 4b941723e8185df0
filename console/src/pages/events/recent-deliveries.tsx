import { Button } from "@mantine/core";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { type EventDelivery, eventDeliveriesQuery, replay } from "#console/api/event-deliveries.ts";
import { eventInShort } from "#console/api/events.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";

const lookedAtMs = 2_000;
const shownAtFirst = 20;

/** What an endpoint was told of, and what it answered. */
export function RecentDeliveries({ of: endpoint }: { readonly of: string }): ReactNode {
  const query = useQuery({ ...eventDeliveriesQuery(endpoint), refetchInterval: lookedAtMs });
  const [shown, setShown] = useState(shownAtFirst);
  return (
    <Card title="Recent deliveries" description="The latest 100 events that it was to be told of." flush>
      <Loaded query={query}>
        {(deliveries) =>
          deliveries.length === 0 ? (
            <EmptyState icon={<PaperPlaneIcon />} title="Nothing yet">
              Send a message: what becomes of it is told here.
            </EmptyState>
          ) : (
            <Entries>
              {deliveries.slice(0, shown).map((delivery) => (
                <DeliveryEntry key={delivery.id} endpoint={endpoint} delivery={delivery} />
              ))}
              {deliveries.length > shown && (
                <Entry
                  title={`${deliveries.length - shown} earlier ones`}
                  actions={
                    <Button size="xs" variant="default" onClick={() => setShown(deliveries.length)}>
                      Show them
                    </Button>
                  }
                />
              )}
            </Entries>
          )
        }
      </Loaded>
    </Card>
  );
}

const states: Record<EventDelivery["state"], readonly [tone: Tone, word: string]> = {
  queued: ["waiting", "To be told"],
  published: ["good", "Told"],
  failed: ["bad", "Given up"],
};

interface DeliveryEntryProps {
  readonly endpoint: string;
  readonly delivery: EventDelivery;
}

function DeliveryEntry({ endpoint, delivery }: DeliveryEntryProps): ReactNode {
  const { id, message_id, type, at, state, attempts, next_try_at, last_answer } = delivery;
  const again = useChange({
    change: async () => await replay(endpoint, id),
    affects: [eventDeliveriesQuery(endpoint).queryKey],
    done: "It is told again",
  });
  const [tone, word] = states[state];
  return (
    <Entry
      title={
        <>
          {eventInShort(type)}
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </>
      }
      actions={
        state !== "queued" && (
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            Tell again
          </Button>
        )
      }
    >
      {last_answer !== undefined && <div>{inWords(last_answer)}</div>}
      <RelativeTime at={at} /> · {attempts === 1 ? "1 try" : `${attempts} tries`}
      {next_try_at !== undefined && (
        <>
          {" · next "}
          <RelativeTime at={next_try_at} ahead />
        </>
      )}
      {" · "}
      <Link to="/messages/$id" params={{ id: message_id }}>
        the message
      </Link>
    </Entry>
  );
}

/** What is a bare status is said to be one. */
function inWords(answer: string): string {
  return /^\d{3}$/.test(answer) ? `It answered ${answer}` : answer;
}
