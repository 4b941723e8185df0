/** A value of a row, as both engines give and take it. */
export type Cell = string | number | null;

/** Each statement (`?` for each value) is run when it is yielded, and its rows come back. */
export type Rewriting = Generator<
  { readonly sql: string; readonly values: readonly Cell[] },
  void,
  readonly Readonly<Record<string, Cell>>[]
>;

/** One step of the schema's history. Never changed once released: a later one mends it. */
export interface Migration {
  readonly name: string;
  readonly statements: (types: ColumnTypes) => readonly string[];
  /**
   * Where it takes away what earlier versions work with: the name of the last migration of the first version that does without. Versions
   * that do not know that one refuse the database (`newer-schema.ts`).
   */
  readonly needs?: string;
  /** What SQL alone cannot say. After the statements, in the same transaction. */
  readonly rewriting?: (types: ColumnTypes) => Rewriting;
}

/** What the engines call differently. */
export interface ColumnTypes {
  readonly engine: "sqlite" | "postgres";
  /** Text that is compared and sorted by its bytes. */
  readonly key: string;
  readonly bytes: string;
}

export const sqliteTypes: ColumnTypes = { engine: "sqlite", key: "text", bytes: "blob" };
export const postgresTypes: ColumnTypes = { engine: "postgres", key: 'text collate "C"', bytes: "bytea" };
