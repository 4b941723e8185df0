import { MailExchangers, MxTransport } from "#features/delivery/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { SmtpTimeouts } from "#protocols/smtp/timeouts.ts";

/**
 * Delivers where a domain's name says: `at-41-x.example` is a server of its own at 127.0.0.41, `by-41.example` is served by the provider
 * there, and `by-41-or-42.example` by the one at 127.0.0.42 where that does not answer. The provider of `by-41to45.example` has five addresses,
 * that of `by-41-six.example` also ::1. That of `by-41-own.one.example` has a name of its own for each domain.
 */
export function mxTransport(
  clock: Clock,
  port: number,
  {
    beforeAnswer = async () => {},
    ...limits
  }: Partial<Pick<ConstructorParameters<typeof MxTransport>[0], Limit>> & {
    /** What a name's servers wait for. */
    readonly beforeAnswer?: (name: string) => Promise<void>;
  } = {},
): MxTransport {
  return new MxTransport({
    ...limits,
    exchangers: new MailExchangers({
      clock,
      shuffled: (items) => [...items],
      lookUp: async (name, type) => {
        await beforeAnswer(name);
        return lookUp(name, type);
      },
    }),
    refusedAddress: () => undefined,
    clientName: "signet.localhost",
    clock,
    port,
  });
}

type Limit =
  | "policyOf"
  | "sessionListener"
  | "timeouts"
  | "mostAttempts"
  | "mostPerSecond"
  | "shares"
  | "sourceAddresses"
  | "trustedCertificates";

/** The same patience at every step. */
export function patience(ms: number): SmtpTimeouts {
  return {
    connect: ms,
    tlsHandshake: ms,
    greeting: ms,
    command: ms,
    mail: ms,
    recipient: ms,
    dataStart: ms,
    dataBlock: ms,
    finalDot: ms,
    quit: ms,
  };
}

function lookUp(name: string, type: "A" | "AAAA" | "CNAME" | "MX" | "TLSA"): Looked {
  const found = { kind: "records", ttlSeconds: 300 } as const;
  const servers = [...name.matchAll(/\d+(?:to\d+)?/g)].map(String);
  if (type === "A") {
    const [first = 0, last = first] = servers[0]?.split("to").map(Number) ?? [];
    const addresses = Array.from({ length: last - first + 1 }, (_, at) => `127.0.0.${first + at}`);
    return { ...found, records: addresses.map((address) => ({ name, ttl: 300, type, address })) };
  }
  if (type === "AAAA" && name.includes("six")) {
    return { ...found, records: [{ name, ttl: 300, type, address: "::1" }] };
  }
  if (type === "AAAA" || type === "TLSA" || type === "CNAME" || !name.startsWith("by-"))
    return { kind: "no-such-type" };
  return {
    ...found,
    records: servers.map((server, preference) => ({
      name,
      ttl: 300,
      type,
      preference,
      exchange: `${name.includes("-own") ? name.split(".")[1] : "mx"}.provider-${server}${name.includes("six") ? "-six" : ""}.example`,
    })),
  };
}
