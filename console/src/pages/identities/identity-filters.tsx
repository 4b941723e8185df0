import { Select, TextInput } from "@mantine/core";
import { BookmarkIcon } from "@radix-ui/react-icons";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { IdentityFilter } from "#console/api/identities.ts";
import { Filters } from "#console/elements/filters.tsx";
import { SearchField } from "#console/elements/search-field.tsx";

/** What the list is narrowed to; kept in the address of the page. */
export function IdentityFilters({ filter }: { readonly filter: IdentityFilter }): ReactNode {
  const navigate = useNavigate({ from: "/identities" });
  const narrow = (change: Partial<Record<keyof IdentityFilter, string | null>>) => {
    const kept = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== null);
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  return (
    <Filters>
      <SearchField
        label="Search by name"
        sought={filter.name}
        onSeek={(sought) => narrow({ name: sought === "" ? null : sought })}
      />
      <Select
        aria-label="Kind"
        placeholder="Any kind"
        clearable
        value={filter.kind ?? null}
        data={[
          { value: "domain", label: "Domains" },
          { value: "address", label: "Addresses" },
        ]}
        onChange={(kind) => narrow({ kind })}
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        clearable
        value={filter.status ?? null}
        data={[
          { value: "SUCCESS", label: "Verified" },
          { value: "PENDING", label: "Pending" },
          { value: "TEMPORARY_FAILURE", label: "Records gone" },
          { value: "FAILED", label: "Failed" },
        ]}
        onChange={(status) => narrow({ status })}
      />
      <TagFilter filter={filter} onNarrow={narrow} />
    </Filters>
  );
}

interface TagFilterProps {
  readonly filter: IdentityFilter;
  readonly onNarrow: (change: Partial<Record<keyof IdentityFilter, string | null>>) => void;
}

/** A key, or a key and its value, which may be empty, after a `=`. */
function TagFilter({ filter, onNarrow }: TagFilterProps): ReactNode {
  const written = writeTag(filter);
  const [text, setText] = useState(written);
  const [shown, setShown] = useState(written);
  // Narrowed from elsewhere: by a tag in the list, or by going back.
  if (shown !== written) {
    setShown(written);
    setText(written);
  }
  const [key = "", ...value] = text.trim().split("=");
  const lacksKey = key === "" && value.length > 0;
  const narrow = () => {
    if (text === written || lacksKey) return;
    onNarrow({
      tag_key: key === "" ? null : key,
      tag_value: value.length === 0 ? null : value.join("="),
    });
  };
  return (
    <TextInput
      aria-label="Tag"
      placeholder="Tag, or tag=value"
      leftSection={<BookmarkIcon aria-hidden />}
      value={text}
      error={lacksKey && "The key comes before the “=”."}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={narrow}
      onKeyDown={(event) => event.key === "Enter" && narrow()}
    />
  );
}

function writeTag({ tag_key, tag_value }: IdentityFilter): string {
  return [tag_key, tag_value].filter((part) => part !== undefined).join("=");
}
