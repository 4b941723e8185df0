import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { World } from "./world.ts";

/** The status of a page that is asked for by another name than the service's own; a redirection is not followed. */
export async function statusAt(world: World, host: string, link: string): Promise<number | undefined> {
  const asked = request(`${world.app.httpUrl}${new URL(link).pathname}`, { headers: { host } }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
