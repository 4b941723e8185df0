import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { World } from "./world.ts";

/** The status of a page that is asked for by another name than the service's own; a redirection is not followed. */
export async function statusAt(world: World, host: string, link: string): Promise<number | undefined> {
  return await statusOf(world, link, { host });
}

/** The same of a proxy that asks by a name of its own and says by which it was asked. */
export async function statusBehindProxy(world: World, host: string, link: string) {
  return await statusOf(world, link, { host: "127.0.0.1", "x-forwarded-host": `another.example, ${host}` });
}

async function statusOf(world: World, link: string, headers: Record<string, string>) {
  const asked = request(`${world.app.httpUrl}${new URL(link).pathname}`, { headers }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
