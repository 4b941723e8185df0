import { Resolver } from "node:dns/promises";

/** What an authority sees at a name: asks name servers (`host:port`), one after the other, and follows aliases. */
export async function textsBehind(name: string, nameServers: () => readonly string[]): Promise<string[]> {
  for (const server of nameServers()) {
    const resolver = new Resolver({ tries: 1, timeout: 2_000 });
    resolver.setServers([server]);
    const [alias] = await resolver.resolveCname(name).catch(() => []);
    if (alias !== undefined) return await textsBehind(alias, nameServers);
    const texts = await resolver.resolveTxt(name).catch(() => []);
    if (texts.length > 0) return texts.map((strings) => strings.join(""));
  }
  return [];
}
