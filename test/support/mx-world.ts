// Mail to recipients' own servers: who delivers it, and a provider that puts it off.
import type { Engine } from "./engines.ts";
import { type ReceivedMessage, startSmtpReceiver } from "./smtp-receiver.ts";
import { verifiedDomain } from "./verified-domain.ts";
import { World } from "./world.ts";

/** Whose mail it is. */
export const senderDomain = "sender.test";

/** @param port where every mail server of this world listens. */
export async function startMxWorld(
  engine: Engine,
  port: number,
  options: { readonly ticking?: boolean } = {},
): Promise<World> {
  const world = await World.start(engine, {
    ...options,
    settings: { SIGNET_DELIVERY: "mx" },
    mailServerPort: port,
  });
  await verifiedDomain(world, senderDomain);
  return world;
}

/** Domains whose mail goes to the servers of `provider.test`, which are at this address, each to one of its own. */
export function servedByProvider(world: World, host: string, ...domains: readonly string[]): void {
  world.zone("provider.test", ...domains.map((_, at) => `mx${at} A ${host}`));
  for (const [at, domain] of domains.entries()) world.zone(domain, `@ MX 10 mx${at}.provider.test.`);
}

interface Provider extends AsyncDisposable {
  readonly port: number;
  readonly received: readonly ReceivedMessage[];
  isBusy: boolean;
}

export const busyReply = "421 4.7.0 Too much from you";

/** A mail server that puts off whatever it is given, until it is told not to. */
export async function startBusyProvider(host?: string): Promise<Provider> {
  const receiver = await startSmtpReceiver({
    ...(host === undefined ? {} : { host }),
    answer: async () => {
      if (!provider.isBusy) return;
      const [code = "", ...words] = busyReply.split(" ");
      throw Object.assign(new Error(words.join(" ")), { responseCode: Number(code) });
    },
  });
  const provider = {
    port: receiver.port,
    received: receiver.received,
    isBusy: true,
    [Symbol.asyncDispose]: async () => await receiver[Symbol.asyncDispose](),
  };
  return provider;
}
