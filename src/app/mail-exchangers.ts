import type { Config } from "#config.ts";
import { MailExchangers } from "#features/delivery/index.ts";
import { DnsClient } from "#protocols/dns/client/dns-client.ts";
import { lookUp, roomForLookUps } from "#protocols/dns/client/lookup.ts";
import type { Surroundings } from "./surroundings.ts";
import { onlyServers, resolversNow } from "./system-resolvers.ts";

export type FoundMailExchangers = NonNullable<ReturnType<typeof openMailExchangers>>;

/** Finds mail servers, by what recursive resolvers say; undefined where there are none. */
export function openMailExchangers(
  config: Pick<Config, "resolvers" | "privateNetworks" | "dane">,
  { clock, random }: Pick<Surroundings, "clock" | "random">,
) {
  const now = resolversNow(config);
  if (now() === "roots") return undefined;
  const client = new DnsClient({ random, allowedNetworks: config.privateNetworks, ...roomForLookUps });
  const look = async (name: string, type: "A" | "AAAA" | "CNAME" | "MX" | "TLSA" | "TXT") =>
    await lookUp(name, type, { client, resolvers: onlyServers(now()), authenticityAsked: config.dane });
  const exchangers = new MailExchangers({
    lookUp: look,
    clock,
    shuffled: (items) => client.unpredictable.shuffled(items),
  });
  return {
    exchangers,
    lookUp: look,
    /** What each resolver says of the root. */
    askOfRoot: async () =>
      await Promise.all(
        onlyServers(now()).map(async (resolver) => ({
          resolver: resolver.address,
          looked: await lookUp("", "MX", { client, resolvers: [resolver], authenticityAsked: config.dane }),
        })),
      ),
    [Symbol.asyncDispose]: async () => await client[Symbol.asyncDispose](),
  };
}
