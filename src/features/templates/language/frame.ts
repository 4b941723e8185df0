import type { Run } from "./run.ts";

/** Where a part of a template stands while it is filled in. */
export interface Frame {
  /** `this`. */
  readonly value: unknown;
  /** `../`. */
  readonly outer: Frame | undefined;
  /** `@root`. */
  readonly root: unknown;
  /** `@index`, `@key`, `@first`, `@last`. */
  readonly loop: Loop | undefined;
  /** What `as |item index|` names. */
  readonly named: Named | undefined;
  readonly partials: Partials | undefined;
}

export interface Loop {
  readonly index: number;
  readonly key: string | number;
  readonly first: boolean;
  readonly last: boolean;
  readonly outer: Loop | undefined;
}

export interface Named {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly outer: Named | undefined;
}

export interface Partials {
  readonly bodies: ReadonlyMap<string, Writer>;
  readonly outer: Partials | undefined;
}

/** A compiled piece of a template. */
export type Writer = (frame: Frame, run: Run) => void;
/** A compiled expression; `undefined` when the attribute is not there, which JSON has no word for. */
export type Expression = (frame: Frame, run: Run) => unknown;

/** What a piece is compiled in: the names that the nearest `as |…|` around it gives, and what is around that. Undefined: none. */
export type Scope = { readonly names: ReadonlySet<string>; readonly outer: Scope } | undefined;

export function isNamed(scope: Scope, name: string): boolean {
  for (let around = scope; around !== undefined; around = around.outer) {
    if (around.names.has(name)) return true;
  }
  return false;
}

/** A frame about another value. As in Handlebars, `../` leaves only frames that are about something else. */
export function about(frame: Frame, value: unknown): Frame {
  return value === frame.value ? frame : { ...frame, value, outer: frame };
}

/** An own member and nothing inherited: no template sees a prototype. */
export function memberOf(value: unknown, name: PropertyKey): unknown {
  if (value === null || value === undefined || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<PropertyKey, unknown>>)[name];
}

/** Handlebars' truth: also an empty list is false. */
export function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
