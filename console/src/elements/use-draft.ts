import { type FetchQueryOptions, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Saving } from "./save-form.tsx";
import { useChange } from "./use-change.ts";
import { useLeaveGuard } from "./use-leave-guard.ts";

interface Edited<Data, Key extends QueryKey, Value> {
  /** What it is a part of. It is read again before anything is written. */
  readonly query: FetchQueryOptions<Data, Error, Data, Key> & { readonly queryKey: Key };
  readonly there: Data;
  readonly part: (there: Data) => Value;
  /** Writes it, where it can be written only with more than it, beside what is there now. */
  readonly put: (value: Value, now: Data) => Promise<unknown>;
  readonly affects?: readonly QueryKey[];
  readonly after?: () => unknown;
}

interface Draft<Value> {
  readonly value: Value;
  readonly isChanged: boolean;
  readonly change: (members: Partial<Value>) => void;
  readonly saving: Saving;
  /** Saves this instead of what stands there. */
  readonly save: (value: Value) => void;
}

/**
 * What is edited here and may be changed elsewhere at the same time. Untouched it is what is there; once touched it is saved only over
 * what it was begun from, or where its editor has been told; and it is not left without a question.
 */
export function useDraft<Data, Key extends QueryKey, Value extends object>(
  edited: Edited<Data, Key, Value>,
): Draft<Value> {
  const { query, part, put, affects = [query.queryKey], after } = edited;
  const queries = useQueryClient();
  const there = useMemo(() => part(edited.there), [part, edited.there]);
  const [touched, setTouched] = useState<{ readonly value: Value; readonly of: Value }>();
  const isChanged = touched !== undefined && !isSame(touched.value, touched.of);
  const { value, of } = isChanged ? touched : { value: there, of: there };
  useLeaveGuard(isChanged);
  const drop = () => setTouched(undefined);
  const attempt = useChange({
    change: async (wanted: { readonly value: Value; readonly isOver?: boolean }) => {
      const now = await queries.fetchQuery({ ...query, staleTime: 0 });
      if (wanted.isOver !== true && isOvertaken(wanted.value, of, part(now))) throw new Overtaken();
      await put(wanted.value, now);
    },
    affects,
    done: "Saved",
    tellsFailure: false,
    after: async (_, saved) => {
      const now = queries.getQueryData<Data>(query.queryKey);
      // What was written while it was being saved is written upon that.
      setTouched((latest) =>
        latest === undefined || now === undefined || isSame(latest.value, saved.value)
          ? undefined
          : { value: latest.value, of: part(now) },
      );
      await after?.();
    },
  });
  const isBehind = isOvertaken(value, of, there) && !attempt.isPending;
  const saveOver = () => attempt.mutate({ value, isOver: true });
  return {
    value,
    isChanged,
    change: (members) => setTouched({ value: { ...value, ...members }, of }),
    save: (wanted) => attempt.mutate({ value: wanted }),
    saving: {
      mutate: () => attempt.mutate({ value }),
      isPending: attempt.isPending,
      isChanged,
      error: attempt.error instanceof Overtaken ? null : attempt.error,
      ...(isBehind ? { overtaken: { drop, saveOver } } : {}),
    },
  };
}

/** Told by what is shown, not by the message. */
class Overtaken extends Error {}

function isOvertaken(value: object, begunFrom: object, now: object): boolean {
  return !isSame(now, begunFrom) && !isSame(now, value);
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
