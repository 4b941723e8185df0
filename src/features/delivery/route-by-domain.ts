import type { Envelope, Transport } from "./transport.ts";

/** Sends what goes to some domains one way, and everything else the other. */
export function routeByDomain(special: ReadonlyMap<string, Transport>, otherwise: Transport): Transport {
  const choose = ({ domain }: Envelope) => special.get(domain) ?? otherwise;
  return {
    concurrency: otherwise.concurrency,
    deliver: async (envelope, content, journal, signal) =>
      await choose(envelope).deliver(envelope, content, journal, signal),
    [Symbol.asyncDispose]: async () => {
      for (const transport of [...special.values(), otherwise]) await transport[Symbol.asyncDispose]();
    },
  };
}
