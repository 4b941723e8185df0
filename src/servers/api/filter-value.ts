import { CallerError } from "#platform/errors.ts";

type Filter = Readonly<Record<string, string | undefined>> | undefined;

/** A part of a name that a filter looks for. Throws `bad-request` where it has too few or too many characters. */
export function filterPart(
  filter: Filter,
  key: string,
  { least, most }: { readonly least: number; readonly most: number },
): string | undefined {
  const part = filter?.[key]?.trim();
  if (part === undefined) return undefined;
  const { length } = Array.from(part);
  if (length < least) throw refusal(key, `must be at least ${least} characters`);
  if (length > most) throw refusal(key, `must be at most ${most} characters`);
  return part;
}

/** What a filter names of a few things that there are; the model says of filters' values only that they are texts. Throws `bad-request`. */
export function filterValue<Value extends string>(
  filter: Filter,
  key: string,
  values: readonly Value[],
): Value | undefined {
  const given = filter?.[key];
  const found = values.find((value) => value === given);
  if (found !== undefined || given === undefined) return found;
  throw refusal(key, `must be ${alternatives(values)}`);
}

function refusal(key: string, message: string): CallerError {
  return new CallerError("bad-request", `Filter ${key} ${message}.`, [{ path: `Filter.${key}`, message }]);
}

function alternatives(values: readonly string[]): string {
  return [values.slice(0, -1).join(", "), ...values.slice(-1)].filter((part) => part !== "").join(" or ");
}
