import { Client } from "pg";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { Places } from "./places.ts";

/** Does something over a connection that is there for nothing else. Throws `DatabaseOutOfReach`. */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await new Places(url)
    .first(async (connectionString) => await connect(connectionString))
    .catch((error: unknown) => {
      throw new DatabaseOutOfReach(url, error);
    });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: "signet", connectionTimeoutMillis: 5_000 });
  // Whoever waits for an answer is told; an error that nobody hears would end the process.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ is_copy: boolean }>("select pg_is_in_recovery() as is_copy");
  if (rows[0]?.is_copy === false) return client;
  await client.end();
  throw new Error("the server is a copy that takes no writes");
}
