export type Statement = Readonly<Record<string, unknown>>;

/** A part of a statement that says nothing as it is written, or nothing that is known here. */
export class NotUnderstood extends Error {
  override readonly name = "NotUnderstood";
}

/** One text, or several; numbers and the like are texts too. Throws `NotUnderstood`. */
export function textsIn(value: unknown): string[] {
  return listOf(value).map((one) => {
    if (typeof one === "string") return one;
    if (typeof one === "number" || typeof one === "boolean") return String(one);
    throw new NotUnderstood(JSON.stringify(one));
  });
}

/** Most members may have one value, or a list of them. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function isRecord(value: unknown): value is Statement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
