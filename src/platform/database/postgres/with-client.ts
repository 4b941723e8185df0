import { Socket } from "node:net";
import { Client } from "pg";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { Places } from "./places.ts";
import { kindOf, ServerIsCopy } from "./trouble.ts";

/**
 * Does something over a connection that is there for nothing else, and that is cut when the signal is aborted. Throws
 * `DatabaseOutOfReach`, also where the connection broke in the middle.
 */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const client = await new Places(url)
    .first(async (connectionString) => await connect(connectionString, signal))
    .catch((error: unknown) => {
      throw new DatabaseOutOfReach(url, error);
    });
  try {
    return await work(client);
  } catch (error) {
    throw kindOf(error) === "trouble" ? new DatabaseOutOfReach(url, error) : error;
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string, signal: AbortSignal | undefined): Promise<Client> {
  signal?.throwIfAborted();
  const socket = new Socket();
  signal?.addEventListener("abort", () => socket.destroy(), { once: true });
  const client = new Client({
    connectionString,
    application_name: "signet",
    connectionTimeoutMillis: 5_000,
    stream: () => socket,
  });
  // Whoever waits for an answer is told; an error that nobody hears would end the process.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ is_copy: boolean }>("select pg_is_in_recovery() as is_copy");
  if (rows[0]?.is_copy === false) return client;
  await client.end();
  throw new ServerIsCopy();
}
