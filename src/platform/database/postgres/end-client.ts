import type { Socket } from "node:net";
import type { Client } from "pg";

/** A goodbye that nobody answers. */
const answeredWithinMs = 1_000;

/** Ends a connection; where the server does not end it too, as one that has vanished, it is cut. */
export async function endClient(client: Client): Promise<void> {
  // The driver's types say nothing of it.
  const { stream } = (client as Client & { connection: { stream: Socket } }).connection;
  const impatience = setTimeout(() => stream.destroy(), answeredWithinMs);
  try {
    await client.end();
  } finally {
    clearTimeout(impatience);
  }
}
