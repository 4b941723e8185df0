import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { acmeSettings, speaksTls, zone } from "#test/support/acme-scene.ts";
import { AcmeServer } from "#test/support/acme-server.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

test("killed while a certificate is ordered, made and fetched, the service goes on where it was and has one", async () => {
  await using place = await newDatabasePlace("sqlite", { begun: true });
  let dnsPort = 0;
  await using authority = await AcmeServer.start({
    now: () => Date.now(),
    nameServers: () => [`127.0.0.1:${dnsPort}`],
  });
  const settings = { SIGNET_PRIVATE_NETWORKS: "127.0.0.0/8", ...acmeSettings(authority) };
  await using service = await ServiceProcess.launch(place, settings);
  dnsPort = service.dnsPort;
  for (const moment of ["order", "finalize", "certificate"] as const) {
    const killed = Promise.withResolvers<void>();
    authority.before = async (errand) => {
      if (errand !== moment) return undefined;
      authority.before = () => undefined;
      await service.kill();
      killed.resolve();
      return undefined;
    };
    await killed.promise;
    await service.restart();
  }
  const tls = { servername: zone, ca: authority.authority.pem };
  while ((await speaksTls(service.smtpPort, tls)) !== undefined) await delay(200);
  const issued = authority.orders.filter(({ certificate }) => certificate !== undefined);
  assert.equal(issued.length, 1);
  assert.equal(authority.orders.length, 2, "one that it never heard of, and one that it kept");
});
