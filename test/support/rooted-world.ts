import type { DnsInspectorOptions } from "#features/dns-evidence/index.ts";
import { DnsWorld } from "./dns-world.ts";

/** Starts at a root on loopback: server 1 is the root, server 2 has `test`, the others what a test gives them. */
export async function rootedWorld(
  servers: number,
  options: Partial<DnsInspectorOptions> = {},
): Promise<DnsWorld> {
  const world = await DnsWorld.start(servers, (port) => ({
    start: {
      kind: "roots",
      roots: [{ name: "a.root.test", addresses: [{ address: "127.0.0.2", port }] }],
    },
    ...options,
  }));
  world.server(1).zone("", "test NS ns.nic.test.", "ns.nic.test. A 127.0.0.3");
  return world;
}
