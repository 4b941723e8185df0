import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { aliasesInside, KeptIssuance, proofPlace } from "#features/acme/index.ts";
import { AcmeOrders } from "#features/acme/orders.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import { SigningZone } from "#features/signing-zone/index.ts";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { guardedRequest } from "#protocols/http/guarded-request.ts";
import { startDnsServer } from "#servers/dns/dns-server.ts";
import { AcmeServer } from "#test/support/acme-server.ts";
import { Binding } from "./support/acme-jws.ts";
import { type Engine, engines, newDatabasePlace } from "./support/engines.ts";
import { HandClock } from "./support/hand-clock.ts";

const zone = "mail.test";
const names = [
  zone,
  ...["mx", "smtp", "news", "shop", "www", "links", "api"].map((label) => `${label}.${zone}`),
];
const log = { error: () => {}, warn: () => {}, info: () => {} };

/** The store, our name server, and an authority; any number may order. */
async function startScene(engine: Engine, binding?: Binding) {
  await using starting = new AsyncDisposableStack();
  const place = starting.use(await newDatabasePlace(engine));
  const database = starting.use(await openDatabase(place));
  const clock = new HandClock(Date.now());
  const secrets = secretsUnder(new Uint8Array(32).fill(1));
  const kept = new KeptIssuance({ store: new ServiceKeyStore(database), secrets, clock });
  const signingZone = new SigningZone({
    apex: zone,
    tokens: { publicKeyOf: async () => undefined, serviceKeyOf: async () => undefined },
    proofs: {
      place: proofPlace(zone),
      aliases: aliasesInside(zone, names),
      texts: async () => await kept.challengeTexts(),
    },
    announcements: database.announcements,
    clock,
    addresses: () => ["127.0.0.1"],
  });
  const dns = starting.use(
    await startDnsServer({ host: "127.0.0.1", port: 0, sources: [signingZone], clock, log }),
  );
  const authority = starting.use(
    await AcmeServer.start({
      now: () => clock.now(),
      nameServers: () => [`127.0.0.1:${dns.port}`],
      ...(binding && { binding }),
    }),
  );
  const running = starting.move();
  return {
    clock,
    kept,
    authority,
    ordersWith: (own: Partial<ConstructorParameters<typeof AcmeOrders>[0]> = {}) =>
      new AcmeOrders({
        kept,
        directory: authority.directory,
        contact: undefined,
        externalAccount: undefined,
        names,
        zone,
        ask: async (url, request) => await guardedRequest(url, request, { refusedAddress: () => undefined }),
        aliasesOf: async (name) => [name],
        textsAtEach: async () => [await kept.challengeTexts()],
        notices: { changesToMail: async () => [] },
        operator: { account: "000000000000", region: "us-east-1" },
        clock,
        random: systemRandom,
        log,
        ...own,
      }),
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

type Scene = Awaited<ReturnType<typeof startScene>>;

/** Takes steps for so long; answers how each ended. */
async function goOn(orders: AcmeOrders, { clock }: Scene, ms = minuteMs): Promise<string[]> {
  const ends: string[] = [];
  for (const until = clock.now() + ms; clock.now() < until; clock.advance(secondMs)) {
    for (const claim of await orders.claimDue()) ends.push(await orders.advance(claim));
  }
  return ends;
}

for (const engine of engines) {
  describe(`orders of certificates, on ${engine}`, () => {
    test("of many that look at once one takes the step", async () => {
      await using scene = await startScene(engine);
      const all = Array.from({ length: 5 }, () => scene.ordersWith());
      for (let round = 0; round < 60; round++) {
        const claims = await Promise.all(all.map(async (orders) => await orders.claimDue()));
        assert.ok(claims.flat().length <= 1);
        await Promise.all(claims.map(async ([claim], at) => claim && (await all[at]?.advance(claim))));
        scene.clock.advance(secondMs);
      }
      assert.equal(scene.authority.orders.length, 1);
      assert.ok(await scene.kept.certificate());
    });

    test("what a process that has gone left behind is taken over, and it changes nothing any more", async () => {
      await using scene = await startScene(engine);
      const [gone, other] = [scene.ordersWith(), scene.ordersWith()];
      const [left] = await gone.claimDue();
      assert.ok(left);
      assert.deepEqual(await other.claimDue(), []);
      scene.clock.advance(5 * minuteMs);
      assert.equal((await goOn(other, scene)).at(-1), "issued");
      const certificate = await scene.kept.certificate();
      assert.equal(await gone.advance(left), "lease-lost");
      assert.deepEqual(await scene.kept.certificate(), certificate);
    });

    test("whom a slow authority keeps waiting for each name is not overtaken meanwhile", async () => {
      await using scene = await startScene(engine);
      const other = scene.ordersWith();
      const slow = scene.ordersWith({
        ask: async (url, request) => {
          scene.clock.advance(9 * secondMs);
          assert.deepEqual(await other.claimDue(), []);
          return await guardedRequest(url, request, { refusedAddress: () => undefined });
        },
      });
      assert.equal((await goOn(slow, scene, 10 * minuteMs)).at(-1), "issued");
    });

    test("while our own name servers do not show the proof, the authority is not told to look", async () => {
      await using scene = await startScene(engine);
      const orders = scene.ordersWith({ textsAtEach: async () => [await scene.kept.challengeTexts(), []] });
      const ends = await goOn(orders, scene, 2.5 * minuteMs);
      assert.ok(ends.includes("failed"));
      assert.ok(!scene.authority.errands.includes("challenge"));
      const reason = (await scene.kept.find())?.issuance.trouble?.reason;
      assert.match(String(reason), /do not show .* at _acme-challenge\.mail\.test: .* was not asked/);
      assert.deepEqual(await scene.kept.challengeTexts(), []);
    });

    test("an account that has to belong to another one says which", async () => {
      const hmacKey = Buffer.from("a key that both of them know");
      await using scene = await startScene(engine, new Binding("customer-7", hmacKey));
      await goOn(scene.ordersWith(), scene);
      const reason = (await scene.kept.find())?.issuance.trouble?.reason;
      assert.match(String(reason), /SIGNET_ACME_EAB/);
      const bound = scene.ordersWith({ externalAccount: { keyId: "customer-7", hmacKey } });
      assert.equal((await goOn(bound, scene)).at(-1), "issued");
    });
  });
}
