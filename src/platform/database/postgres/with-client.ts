import { Socket } from "node:net";
import { Client, type CustomTypesConfig } from "pg";
import { DatabaseOutOfReach } from "#platform/database/out-of-reach.ts";
import { endClient } from "./end-client.ts";
import { greet } from "./greeting.ts";
import { requireOwnSessions } from "./own-sessions.ts";
import { Places } from "./places.ts";
import { kindOf, needsOperator } from "./trouble.ts";

/** An operator's limits are for questions; something long that they ended would be begun again, and never be done. */
const settings = { statement_timeout: "0", idle_in_transaction_session_timeout: "0" };

/**
 * Does something over a connection that is there for nothing else, and that is cut when the signal is aborted. Throws
 * `DatabaseOutOfReach`, also where the connection broke in the middle, or the server is not as we need it.
 */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const client = await openClient(url, { signal });
  try {
    return await work(client);
  } catch (error) {
    throw kindOf(error) === "trouble" || needsOperator(error) ? new DatabaseOutOfReach(url, error) : error;
  } finally {
    await endClient(client);
  }
}

interface Opening {
  /** Cuts the connection when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the driver's own. */
  readonly types?: CustomTypesConfig | undefined;
  /** A copy, which takes no writes, will do. */
  readonly mayBeCopy?: boolean;
}

/** Whoever opened it ends it. Throws `DatabaseOutOfReach`. */
export async function openClient(url: string, opening: Opening = {}): Promise<Client> {
  return await new Places(url)
    .first(async (connectionString) => await connect(connectionString, opening))
    .catch((error: unknown) => {
      throw new DatabaseOutOfReach(url, error);
    });
}

async function connect(connectionString: string, opening: Opening): Promise<Client> {
  const client = await connected(connectionString, opening);
  try {
    await requireOwnSessions(client, async () => await connected(connectionString, opening));
    await greet(client, settings, opening);
    return client;
  } catch (error) {
    await endClient(client);
    throw error;
  }
}

async function connected(connectionString: string, { signal, types }: Opening): Promise<Client> {
  signal?.throwIfAborted();
  const socket = new Socket();
  const cut = () => socket.destroy();
  signal?.addEventListener("abort", cut);
  socket.once("close", () => signal?.removeEventListener("abort", cut));
  const client = new Client({
    connectionString,
    application_name: "signet",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    stream: () => socket,
    ...(types === undefined ? {} : { types }),
  });
  // Whoever waits for an answer is told; an error that nobody hears would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    // What the driver itself could not answer it leaves open, and the server waits a minute before it hangs up.
    cut();
    throw error;
  }
  return client;
}
