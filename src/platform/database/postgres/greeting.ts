import { ServerIsCopy } from "./trouble.ts";

/**
 * What a server, a database or a role may have been given other values of, by name. In a statement, for a pooler refuses a connection
 * that says such things as it opens.
 */
export type SessionSettings = Readonly<Record<string, string>>;

/**
 * What we rely on everywhere: a statement sees what was committed before it, and for how long it waits for others is for us to say.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const common: SessionSettings = { default_transaction_isolation: "read committed", lock_timeout: "0" };

interface Greeter {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

/** The first thing said on a connection. Throws `ServerIsCopy`, which may do. */
export async function greet(
  server: Greeter,
  settings: SessionSettings,
  { mayBeCopy = false } = {},
): Promise<void> {
  const set = Object.entries({ ...common, ...settings }).map(
    ([name, value]) => `set_config('${name}', '${value}', false)`,
  );
  const { rows } = await server.query(`select pg_is_in_recovery() as is_copy, ${set.join(", ")}`);
  if (!mayBeCopy && (rows as { is_copy: boolean }[])[0]?.is_copy !== false) throw new ServerIsCopy();
}
