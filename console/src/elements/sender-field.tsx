import { Autocomplete } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { identitiesQuery } from "#console/api/identities.ts";

interface Senders {
  readonly chosen: string;
  readonly all: readonly string[];
}

/** Whom a test may be from: what was chosen, or else the first of the verified identities. */
export function useSenders(chosen: string | undefined): Senders {
  const verified = useInfiniteQuery(identitiesQuery({ status: "SUCCESS" }));
  const all = (verified.data?.pages ?? [])
    .flatMap(({ identities }) => identities)
    .map(({ kind, name }) => senderOf(kind, name));
  return { chosen: chosen ?? all[0] ?? "", all: [...new Set(all)] };
}

export function SenderField({
  senders,
  onChange,
}: {
  readonly senders: Senders;
  readonly onChange: (sender: string) => void;
}): ReactNode {
  return (
    <Autocomplete
      label="From"
      description="An address of one of your verified identities."
      value={senders.chosen}
      data={senders.all}
      onChange={onChange}
      required
      spellCheck={false}
    />
  );
}

export function senderOf(kind: "domain" | "address", name: string): string {
  return kind === "domain" ? `hello@${name}` : name;
}
