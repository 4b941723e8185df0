import { type Compilable, type CompiledQuery, type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import type { Tables } from "./tables/index.ts";

/**
 * Compiles a statement once and gives back a function that fills in its values: for statements on hot paths, where
 * building one costs more than running it.
 *
 *     const byName = prepare<{ account: string; name: string }>()(database, (build, value) =>
 *       build.selectFrom("identities").selectAll().where("account", "=", value.account).where("name", "=", value.name));
 *     await database.read(byName({ account, name }));
 */
export function prepare<Values extends object>() {
  return <Row>(
    database: Database,
    statement: (build: Kysely<Tables>, value: Values) => Compilable<Row>,
  ): ((values: Values) => CompiledQuery<Row>) => {
    const compiled = statement(database.build, placeholders<Values>()).compile();
    const names = compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? (parameter.name as keyof Values) : undefined,
    );
    return (values) => ({
      ...compiled,
      parameters: names.map((name, at) => (name === undefined ? compiled.parameters[at] : values[name])),
    });
  };
}

/**
 * An insert of several rows in one statement, compiled once for each number of rows. Every row has all of `columns`.
 */
export function prepareInsert<Table extends Extract<keyof Tables, string>>(
  database: Database,
  table: Table,
  columns: readonly (keyof Tables[Table] & string)[],
): (rows: readonly Tables[Table][]) => CompiledQuery<unknown> {
  const compiled = new Map<number, CompiledQuery<unknown>>();
  return (rows) => {
    const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
    let statement = compiled.get(rows.length);
    if (statement === undefined) {
      const values = sql.join(rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`));
      const names = sql.join(columns.map((column) => sql.ref(column)));
      statement = sql`insert into ${sql.table(table)} (${names}) values ${values}`.compile(database.build);
      compiled.set(rows.length, { ...statement, parameters: [] });
    }
    return { ...statement, parameters };
  };
}

class Placeholder {
  readonly name: string | symbol;
  constructor(name: string | symbol) {
    this.name = name;
  }
}

/** Every member asked of it is a stand-in that Kysely carries through to the compiled parameters. */
function placeholders<Values extends object>(): Values {
  return new Proxy({} as Values, { get: (_, name) => new Placeholder(name) });
}
