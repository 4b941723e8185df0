import { Button, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { configurationSetsQuery, namesOfSets } from "#console/api/configuration-sets.ts";
import { eventChoices } from "#console/api/events.ts";
import type { MessageFilter } from "#console/api/messages.ts";
import { Filters } from "#console/elements/filters.tsx";
import { TenantChoice } from "#console/elements/tenant-choice.tsx";
import { useRestOnOpening } from "#console/elements/use-rest-on-opening.ts";
import { useSought } from "#console/elements/use-sought.ts";

type Narrow = (change: Partial<Record<keyof MessageFilter, string | null>>) => void;

interface FilterProps {
  readonly filter: MessageFilter;
  readonly narrow: Narrow;
}

/** What the list is narrowed to; kept in the address of the page. */
export function MessageFilters({ filter }: { readonly filter: MessageFilter }): ReactNode {
  const navigate = useNavigate({ from: "/messages" });
  const narrow: Narrow = (change) => {
    const kept = Object.entries({ ...filter, ...change }).filter(
      ([, value]) => value !== null && value !== "",
    );
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  const { from, id, tag, configuration_set, tenant } = filter;
  const [isWide, setWide] = useState(
    [from, id, tag, configuration_set, tenant].some((value) => value !== undefined),
  );
  return (
    <Filters>
      <TextFilter name="to" label="Recipient" filter={filter} narrow={narrow} />
      <TextFilter name="subject" label="Subject" filter={filter} narrow={narrow} />
      <UsualChoices filter={filter} narrow={narrow} />
      <Button variant="subtle" color="gray" px="sm" aria-expanded={isWide} onClick={() => setWide(!isWide)}>
        {isWide ? "Fewer filters" : "More filters"}
      </Button>
      {isWide && (
        <>
          <TextFilter name="from" label="Sender" filter={filter} narrow={narrow} />
          <TextFilter name="id" label="Message id" filter={filter} narrow={narrow} />
          <TagFilter filter={filter} narrow={narrow} />
          <SetChoice filter={filter} narrow={narrow} />
          <TenantChoice
            tenant={tenant}
            unchosen="Any tenant"
            onChoose={(chosen) => narrow({ tenant: chosen ?? null })}
          />
        </>
      )}
    </Filters>
  );
}

function UsualChoices({ filter, narrow }: FilterProps): ReactNode {
  return (
    <>
      <Select
        aria-label="State"
        placeholder="Any state"
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
        clearable
        value={filter.event ?? null}
        data={eventChoices}
        onChange={(event) => narrow({ event })}
      />
      <Select
        aria-label="Sent within"
        placeholder="Any time"
        clearable
        value={filter.within ?? null}
        data={[
          { value: "1", label: "The last hour" },
          { value: "24", label: "24 hours" },
          { value: "168", label: "7 days" },
          { value: "720", label: "30 days" },
        ]}
        onChange={(within) => narrow({ within })}
      />
    </>
  );
}

function SetChoice({ filter, narrow }: FilterProps): ReactNode {
  const { configuration_set: chosen } = filter;
  const sets = useInfiniteQuery(configurationSetsQuery());
  const rest = useRestOnOpening(sets);
  const listed = namesOfSets(sets.data);
  return (
    <Select
      {...rest}
      aria-label="Configuration set"
      placeholder="Any set"
      clearable
      searchable
      value={chosen ?? null}
      // What the address names may be gone, or has not come yet.
      data={[...new Set(chosen === undefined ? listed : [chosen, ...listed])]}
      onChange={(configuration_set) => narrow({ configuration_set })}
    />
  );
}

interface TextFilterProps extends FilterProps {
  readonly name: "to" | "subject" | "from" | "id";
  readonly label: string;
}

function TextFilter({ name, label, filter, narrow }: TextFilterProps): ReactNode {
  const [text, type] = useSought(filter[name], (sought) => narrow({ [name]: sought }));
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

/** A name and a value: half of them is none, so it narrows once it is written. */
function TagFilter({ filter, narrow }: FilterProps): ReactNode {
  const [text, setText] = useState(filter.tag ?? "");
  const [before, setBefore] = useState(filter.tag);
  const [fault, setFault] = useState<string>();
  // Narrowed from elsewhere: by a link, or by going back.
  if (before !== filter.tag) {
    setBefore(filter.tag);
    setText(filter.tag ?? "");
    setFault(undefined);
  }
  const apply = () => {
    const tag = text.trim();
    const isWhole = tag === "" || /^(ses:)?[\w-]+:.+$/.test(tag);
    setFault(isWhole ? undefined : "A name and a value, such as campaign:autumn.");
    if (isWhole) narrow({ tag });
  };
  return (
    <TextInput
      aria-label="Tag"
      placeholder="Tag, as name:value"
      value={text}
      error={fault}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply();
      }}
    />
  );
}
