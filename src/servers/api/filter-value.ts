import { CallerError } from "#platform/errors.ts";

/** What a filter names of a few things that there are; the model says of filters' values only that they are texts. Throws `bad-request`. */
export function filterValue<Value extends string>(
  filter: Readonly<Record<string, string | undefined>> | undefined,
  key: string,
  values: readonly Value[],
): Value | undefined {
  const given = filter?.[key];
  const found = values.find((value) => value === given);
  if (found !== undefined || given === undefined) return found;
  const message = `must be ${alternatives(values)}`;
  throw new CallerError("bad-request", `Filter ${key} ${message}.`, [{ path: `Filter.${key}`, message }]);
}

function alternatives(values: readonly string[]): string {
  return [values.slice(0, -1).join(", "), ...values.slice(-1)].filter((part) => part !== "").join(" or ");
}
