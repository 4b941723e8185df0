import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DnsInspectorOptions, Evidence, Expectation } from "#features/dns-evidence/index.ts";
import { mailFrom, txt } from "./support/dns-scene.ts";
import { DnsWorld } from "./support/dns-world.ts";

/** What the record of a check is made of, and what tells it from the one before. */
function seenIn({ verdict, diagnosis, servers }: Evidence) {
  return {
    verdict,
    diagnosis,
    servers: servers.map(({ name, address, answers }) => [
      name,
      address,
      answers.map(({ value }) => value).sort(),
    ]),
  };
}

const starts: Record<string, (port: number) => Partial<DnsInspectorOptions>> = {
  "from resolvers": () => ({}),
  "from the roots": (port) => ({
    start: { kind: "roots", roots: [{ name: "a.root.test", addresses: [{ address: "127.0.0.2", port }] }] },
  }),
};

void suite("where every answer has its records in another order than the one before", () => {
  for (const [from, options] of Object.entries(starts)) {
    test(`checks that see the same say the same, ${from}`, async () => {
      await using world = await DnsWorld.start(3, options);
      const addresses = [2, 3, 4].flatMap((host) =>
        [2, 3, 4].map((server) => `ns${host} A 127.0.0.${server}`),
      );
      const servers = ["@ NS ns4", "@ NS ns3", "@ NS ns2", ...addresses];
      const mx = ["bounce MX 10 other", "bounce MX 10 feedback.signet.test.", "bounce MX 10 third"];
      const texts = ["sel._domainkey TXT one", "sel._domainkey TXT two", "sel._domainkey TXT three"];
      for (const number of [1, 2, 3]) {
        world
          .server(number)
          .zone("", "test NS ns2.test.", "ns2.test. A 127.0.0.3")
          .zone(
            "test",
            "example NS ns2.example",
            "example NS ns3.example",
            ...addresses.map((one) => one.replace(" ", ".example ")),
          )
          .zone("example.test", ...servers, ...mx, ...texts);
        world.server(number).turns = true;
      }
      world.resolver.turns = true;
      for (const expectation of [mailFrom, txt] satisfies Expectation[]) {
        const first = seenIn(await world.inspector.inspect(expectation));
        assert.equal(first.verdict, "wrong");
        assert.equal(first.servers.length, 3);
        for (let check = 0; check < 8; check++) {
          assert.deepEqual(seenIn(await world.inspector.inspect(expectation)), first);
        }
      }
    });
  }
});
