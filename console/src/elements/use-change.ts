import { notifications } from "@mantine/notifications";
import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ApiFailure } from "#console/api/failure.ts";

interface Change<Input, Output> {
  /** The call that changes something. */
  readonly change: (input: Input) => Promise<Output>;
  /** Queries whose answer it changes. */
  readonly affects: readonly QueryKey[];
  /** Said when it is done. */
  readonly done?: string | ((output: Output, input: Input) => string);
  readonly after?: (output: Output, input: Input) => unknown;
  /** False where the failure is shown where it happened, as in a form. */
  readonly tellsFailure?: boolean;
}

/** A call that changes something: says so when it is done, says why when it is not, and has read again what it changed. */
export function useChange<Input = void, Output = unknown>(
  options: Change<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  const { change, affects, done, after, tellsFailure = true } = options;
  const queries = useQueryClient();
  const readAgain = async () =>
    await Promise.all(affects.map(async (queryKey) => await queries.invalidateQueries({ queryKey })));
  const latest = useRef<{ readonly input: Input | undefined }>(undefined);
  const mutation = useMutation({
    mutationFn: change,
    async onSuccess(output, input) {
      const message = typeof done === "function" ? done(output, input) : done;
      if (message !== undefined) notifications.show({ message, color: "teal", autoClose: 3_500 });
      await readAgain();
      await after?.(output, input);
    },
    onError(error) {
      if (tellsFailure)
        notifications.show({
          // Once, however often it is tried; and until it was read.
          id: error.message,
          autoClose: false,
          title: "That did not work",
          message: error.message,
          color: "red",
        });
      // What has gone is not to be offered any longer.
      if (error instanceof ApiFailure && error.status === 404) void readAgain();
    },
    onSettled() {
      latest.current = undefined;
    },
  });
  const { mutate: begin } = mutation;
  // A second press may come before the first is drawn: what is being done is not done once more.
  const mutate = useCallback(
    (...given: Parameters<typeof begin>) => {
      const [input] = given;
      if (latest.current !== undefined && isSame(latest.current.input, input)) return;
      latest.current = { input };
      begin(...given);
    },
    [begin],
  );
  return { ...mutation, mutate };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
