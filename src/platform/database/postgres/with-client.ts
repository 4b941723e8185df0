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
  await client.connect();
  return client;
}
