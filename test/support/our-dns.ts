import { Resolver } from "node:dns/promises";
import type { World } from "./world.ts";

/** Asks the service's own DNS server, over the network; the TXT record sets at a name, each joined, or none. */
export async function publishedTexts(world: World, name: string): Promise<string[]> {
  const resolver = new Resolver();
  resolver.setServers([`${world.app.dns?.host}:${world.app.dns?.port}`]);
  try {
    return (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
  } catch (error) {
    if (["ENODATA", "ENOTFOUND"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
