import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { MessageFilter } from "#console/api/messages.ts";
import { TenantChoice } from "#console/elements/tenant-choice.tsx";

const eventTypes = [
  "Send",
  "Delivery",
  "Bounce",
  "Complaint",
  "Reject",
  "Open",
  "Click",
  "Rendering Failure",
  "DeliveryDelay",
  "Subscription",
];

type Narrow = (change: Partial<Record<keyof MessageFilter, string | null>>) => void;

/** What the list is narrowed to; kept in the address of the page. */
export function MessageFilters({ filter }: { readonly filter: MessageFilter }): ReactNode {
  const navigate = useNavigate({ from: "/messages" });
  const narrow: Narrow = (change) => {
    const kept = Object.entries({ ...filter, ...change }).filter(
      ([, value]) => value !== null && value !== "",
    );
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  return (
    <Group gap="sm">
      <TextFilter name="to" label="Recipient" filter={filter} narrow={narrow} />
      <TextFilter name="subject" label="Subject" filter={filter} narrow={narrow} />
      <TextFilter name="from" label="Sender" filter={filter} narrow={narrow} />
      <Select
        aria-label="State"
        placeholder="Any state"
        w="9rem"
        clearable
        value={filter.state ?? null}
        data={[
          { value: "queued", label: "Queued" },
          { value: "delivered", label: "Delivered" },
          { value: "failed", label: "Failed" },
          { value: "uncertain", label: "Uncertain" },
        ]}
        onChange={(state) => narrow({ state })}
      />
      <Select
        aria-label="Event"
        placeholder="Any event"
        w="10rem"
        clearable
        value={filter.event ?? null}
        data={eventTypes}
        onChange={(event) => narrow({ event })}
      />
      <TenantChoice
        tenant={filter.tenant}
        unchosen="Any tenant"
        onChoose={(tenant) => narrow({ tenant: tenant ?? null })}
      />
    </Group>
  );
}

interface TextFilterProps {
  readonly name: "to" | "subject" | "from";
  readonly label: string;
  readonly filter: MessageFilter;
  readonly narrow: Narrow;
}

function TextFilter({ name, label, filter, narrow }: TextFilterProps): ReactNode {
  const [text, setText] = useState(filter[name] ?? "");
  const narrowSoon = useDebouncedCallback((value: string) => narrow({ [name]: value.trim() }), 250);
  return (
    <TextInput
      flex={1}
      miw="9rem"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        narrowSoon(event.currentTarget.value);
      }}
    />
  );
}
