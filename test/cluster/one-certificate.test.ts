import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { acmeSettings, speaksTls, zone } from "#test/support/acme-scene.ts";
import { AcmeServer } from "#test/support/acme-server.ts";
import { Cluster } from "#test/support/cluster.ts";
import { newDatabasePlace } from "#test/support/engines.ts";

test("of several processes one orders the certificate, each proves it, and all show it", async () => {
  await using place = await newDatabasePlace("postgres");
  const started = Promise.withResolvers<Cluster>();
  let asked = 0;
  const servers: string[] = [];
  await using authority = await AcmeServer.start({
    now: () => Date.now(),
    // Another one for each question.
    nameServers: () => servers.slice(asked++ % servers.length).slice(0, 1),
  });
  authority.before = async () => void (await started.promise);
  const settings = { SIGNET_PRIVATE_NETWORKS: "127.0.0.0/8", ...acmeSettings(authority) };
  await using cluster = await Cluster.start(() => place.url ?? "", { settings, size: 2 });
  servers.push(...cluster.nodes.map(({ dnsPort }) => `127.0.0.1:${dnsPort}`));
  started.resolve(cluster);
  const tls = { servername: zone, ca: authority.authority.pem };
  for (const { smtpPort } of cluster.nodes) {
    while ((await speaksTls(smtpPort, tls)) !== undefined) await delay(200);
  }
  assert.equal(authority.orders.length, 1);
});
