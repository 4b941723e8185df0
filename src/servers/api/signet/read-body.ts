import { badMember, CallerError } from "#platform/errors.ts";

/** The members of a JSON object that a call sent. Throws `bad-request` with the member's name. */
export class Body {
  readonly #members: Record<string, unknown>;

  constructor(body: unknown) {
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new CallerError("bad-request", "The request body must be a JSON object.");
    }
    this.#members = body as Record<string, unknown>;
  }

  string(name: string): string {
    const text = readText(name, this.#members[name]);
    if (text === "") throw badMember(name, "must be a string");
    return text;
  }

  /** Perhaps empty, perhaps absent. */
  optionalText(name: string): string | undefined {
    const value = this.#members[name] ?? undefined;
    return value === undefined ? undefined : readText(name, value);
  }

  /** One that may be empty, or left out. */
  text(name: string): string {
    return this.optionalText(name) ?? "";
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#members[name] ?? undefined;
    if (value !== undefined && typeof value !== "number") throw badMember(name, "must be a number");
    return value;
  }

  strings(name: string): string[] {
    const value = this.#members[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
      throw badMember(name, "must be a list of strings");
    }
    return value.map((item) => readText(name, item));
  }

  isNull(name: string): boolean {
    return this.#members[name] === null;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#members, name);
  }
}

/** PostgreSQL takes a NUL for an error. */
function readText(name: string, value: unknown): string {
  if (typeof value !== "string") throw badMember(name, "must be a string");
  if (value.includes("\0")) throw badMember(name, "must not hold NUL");
  return value;
}
