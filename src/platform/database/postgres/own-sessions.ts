import type { Client } from "pg";
import { endClient } from "./end-client.ts";
import { UnfitServer } from "./trouble.ts";

const tries = 3;

/** A pooler gives one session to many clients in turn. */
class SharedSessions extends UnfitServer {
  constructor() {
    super(
      "a pooler there gives each transaction another session. What prepares statements, takes locks and listens needs one of its own: " +
        "set pool_mode=session in PgBouncer, or name PostgreSQL itself in SIGNET_DATABASE_URL",
    );
  }
}

/** Throws `SharedSessions`, before anything is done to a session that is somebody else's too. */
export async function requireOwnSessions(client: Client, another: () => Promise<Client>): Promise<void> {
  // PostgreSQL names its process as the connection opens (BackendKeyData); a pooler, which has none to name yet, makes a number up.
  if ((await processOf(client)) === (client as Client & { processID: number }).processID) return;
  const other = await another();
  try {
    for (let tried = 0; tried < tries; tried++) {
      const before = await processOf(client);
      // What was given back last is given out first, so it is now the other's, and no more ours until the other's transaction is over.
      await other.query("begin");
      if ((await processOf(other)) === before || (await processOf(client)) !== before)
        throw new SharedSessions();
      await other.query("rollback");
    }
  } finally {
    await endClient(other);
  }
}

async function processOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}
