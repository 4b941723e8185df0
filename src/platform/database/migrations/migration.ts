/** One step of the schema's history. Never changed once released: a later one mends it. */
export interface Migration {
  readonly name: string;
  readonly statements: (types: ColumnTypes) => readonly string[];
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
