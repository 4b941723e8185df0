import { generateKeyPairSync } from "node:crypto";
import type { DnsInspector, DnsInspectorOptions } from "#features/dns-evidence/index.ts";
import { createDnsInspector } from "#features/dns-evidence/index.ts";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { NameServer } from "./name-server.ts";
import { Resolver } from "./resolver.ts";

/** Base64 of DER SubjectPublicKeyInfo. */
export function makePublicKey(): string {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return publicKey.export({ type: "spki", format: "der" }).toString("base64");
}

/** Little patience, where a test is about silence. */
export const quickSilence = { attemptTimeoutsMs: [150, 150] };

/**
 * A small Internet on loopback: name servers on addresses of their own (127.0.0.2 …) and one port, a resolver that knows them
 * all, and an inspector that starts there.
 */
export class DnsWorld implements AsyncDisposable {
  readonly resolver: Resolver;
  readonly inspector: DnsInspector;
  readonly #servers: NameServer[];

  private constructor(resolver: Resolver, servers: NameServer[], options: Partial<DnsInspectorOptions>) {
    this.resolver = resolver.knows(...servers);
    this.#servers = servers;
    this.inspector = this.newInspector(options);
  }

  /** Another one, as another process has. */
  newInspector(options: Partial<DnsInspectorOptions> = {}): DnsInspector {
    return createDnsInspector({
      clock: systemClock,
      random: systemRandom,
      start: {
        kind: "resolvers",
        resolvers: () => [{ address: this.resolver.address, port: this.resolver.port, trusted: true }],
      },
      nameServerPort: this.resolver.port,
      allowedNetworks: ["127.0.0.0/8"],
      // For a machine that is busy: nobody is waited for but in tests about silence.
      attemptTimeoutsMs: [2_000, 2_000],
      ...options,
    });
  }

  /** `options` may need the port that the servers got. */
  static async start(
    servers = 1,
    options: (port: number) => Partial<DnsInspectorOptions> = () => ({}),
  ): Promise<DnsWorld> {
    for (let attempt = 0; ; attempt++) {
      const started: NameServer[] = [];
      try {
        const resolver = await Resolver.start("127.0.0.1");
        started.push(resolver);
        for (let index = 0; index < servers; index++) {
          started.push(await NameServer.start(`127.0.0.${index + 2}`, resolver.port));
        }
        return new DnsWorld(resolver, started.slice(1), options(resolver.port));
      } catch (error) {
        // Another test has the port on one of the addresses.
        await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
        if (attempt === 5) throw error;
      }
    }
  }

  /** The nth name server, from 1; its address is 127.0.0.(n + 1). */
  server(number: number): NameServer {
    const server = this.#servers[number - 1];
    if (server === undefined) throw new Error(`no server ${number} in this world`);
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inspector[Symbol.asyncDispose]();
    await Promise.all([this.resolver, ...this.#servers].map((server) => server[Symbol.asyncDispose]()));
  }
}
