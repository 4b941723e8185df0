import assert from "node:assert/strict";
import { hash, X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const nobodys = "00".repeat(32);

for (const engine of engines) {
  describe(`DANE on ${engine}`, () => {
    test("a server proves itself by its TLSA record, and gets nothing while it does not", async () => {
      const { own, key } = await certificate();
      await using receiver = await startSmtpReceiver({ host: "127.0.0.21", key, cert: own });
      await using world = await begun(engine, receiver);
      served(world, "127.0.0.21", `3 1 1 ${nobodys}`, `3 1 1 ${digestOf(own)}`);
      world.signed("shop.example", "provider.example");
      await send(world, "ann@shop.example");
      assert.deepEqual(recipients(receiver), ["ann@shop.example"]);
      assert.ok(receiver.received[0]?.secure);
      assert.match(await lastAttempt(world), /with TLS_\w+, authenticated\./);

      served(world, "127.0.0.21", `3 1 1 ${nobodys}`);
      await world.pass(10 * minuteMs);
      await send(world, "bob@shop.example");
      assert.equal(receiver.received.length, 1);
      assert.match(
        await lastAttempt(world),
        /The server cannot be told from another \(DANE\): its certificate is none of those/,
      );
      served(world, "127.0.0.21", `3 1 1 ${digestOf(own)}`);
      await world.pass(60 * minuteMs);
      assert.deepEqual(recipients(receiver), ["ann@shop.example", "bob@shop.example"]);
    });

    test("of several digests of one thing the strongest alone counts", async () => {
      const { own, key } = await certificate();
      await using receiver = await startSmtpReceiver({ host: "127.0.0.29", key, cert: own });
      await using world = await begun(engine, receiver);
      world.signed("shop.example", "provider.example");
      served(world, "127.0.0.29", `3 1 1 ${digestOf(own)}`, `3 1 2 ${nobodys.repeat(2)}`);
      await send(world, "ann@shop.example");
      assert.match(await lastAttempt(world), /its certificate is none of those/);
      served(world, "127.0.0.29", `3 1 1 ${nobodys}`, `3 1 2 ${digestOf(own, "sha512")}`);
      await world.pass(60 * minuteMs);
      assert.deepEqual(recipients(receiver), ["ann@shop.example"]);
    });

    test("a record that could be forged demands nothing, of whichever name", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.22" });
      await using world = await begun(engine, receiver);
      served(world, "127.0.0.22", `3 1 1 ${nobodys}`);
      await send(world, "ann@shop.example");
      world.signed("shop.example");
      await world.pass(10 * minuteMs);
      await send(world, "bob@shop.example");
      assert.deepEqual(recipients(receiver), ["ann@shop.example", "bob@shop.example"]);
    });

    test("records that mail servers have no use for demand TLS, and no certificate", async () => {
      await using plain = await startSmtpReceiver({ host: "127.0.0.23", hideSTARTTLS: true });
      await using secure = await startSmtpReceiver({ host: "127.0.0.24", port: plain.port });
      await using world = await begun(engine, plain);
      world.signed("shop.example", "provider.example");
      served(world, "127.0.0.23", `1 1 1 ${nobodys}`);
      await send(world, "ann@shop.example");
      assert.match(await lastAttempt(world), /does not offer STARTTLS, and TLS is required/);
      served(world, "127.0.0.24", `1 1 1 ${nobodys}`);
      await world.pass(60 * minuteMs);
      assert.deepEqual([recipients(plain), recipients(secure)], [[], ["ann@shop.example"]]);
    });

    test("a server whose name is an alias proves itself by the records of what it is an alias of, or by its own", async () => {
      const { own, key } = await certificate();
      const asked: string[] = [];
      const SNICallback = (name: string, done: (error: null) => void) => {
        asked.push(name);
        done(null);
      };
      await using receiver = await startSmtpReceiver({ host: "127.0.0.28", key, cert: own, SNICallback });
      await using world = await begun(engine, receiver);
      world.signed("shop.example", "provider.example");
      world.zone("shop.example", "@ MX 10 mail", "mail CNAME mx.provider.example.");
      world.zone("provider.example", "mx A 127.0.0.28", `_25._tcp.mx TLSA 3 1 1 ${nobodys}`);
      await send(world, "ann@shop.example");
      assert.match(await lastAttempt(world), /its certificate is none of those/);
      assert.deepEqual(asked, ["mx.provider.example"]);
      const ofAlias = `_25._tcp.mail TLSA 3 1 1 ${digestOf(own)}`;
      world.zone("shop.example", "@ MX 10 mail", "mail CNAME mx.provider.example.", ofAlias);
      world.zone("provider.example", "mx A 127.0.0.28");
      await world.pass(60 * minuteMs);
      assert.deepEqual(recipients(receiver), ["ann@shop.example"]);
      assert.deepEqual(new Set(asked), new Set(["mx.provider.example", "mail.shop.example"]));
    });

    test("a server that proves itself by its own certificate has one connection for all its domains", async () => {
      const { own, key } = await certificate();
      await using receiver = await startSmtpReceiver({ host: "127.0.0.30", key, cert: own });
      await using world = await begun(engine, receiver);
      world.signed("shop.example", "fair.example", "provider.example");
      served(world, "127.0.0.30", `3 1 1 ${digestOf(own)}`);
      world.zone("fair.example", "@ MX 10 mx.provider.example.");
      await send(world, "ann@shop.example");
      await send(world, "bob@fair.example");
      assert.deepEqual(
        receiver.received.map(({ connection }) => connection),
        [1, 1],
      );
    });

    test("an alias that could not be forged demands what its own records say, whatever it leads to", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.29" });
      await using world = await begun(engine, receiver);
      world.signed("shop.example");
      const ofAlias = `_25._tcp.mail TLSA 3 1 1 ${nobodys}`;
      world.zone("shop.example", "@ MX 10 mail", "mail CNAME mx.provider.example.", ofAlias);
      world.zone("provider.example", "mx A 127.0.0.29");
      await send(world, "ann@shop.example");
      assert.match(await lastAttempt(world), /its certificate is none of those/);
      assert.deepEqual(recipients(receiver), []);
    });

    test("a server whose records cannot be found out is waited for, and another one asked", async () => {
      await using first = await startSmtpReceiver({ host: "127.0.0.25" });
      await using second = await startSmtpReceiver({ host: "127.0.0.26", port: first.port });
      await using world = await begun(engine, first);
      world.signed("shop.example", "provider.example");
      world.bogus("_tcp.mx.provider.example");
      served(world, "127.0.0.25");
      await send(world, "ann@shop.example");
      assert.match(
        await lastAttempt(world),
        /The TLSA records of mx\.provider\.example could not be found out: SERVFAIL/,
      );
      world.zone("shop.example", "@ MX 10 mx.provider.example.", "@ MX 20 other.provider.example.");
      world.zone("provider.example", "mx A 127.0.0.25", "other A 127.0.0.26");
      await world.pass(60 * minuteMs);
      assert.deepEqual([recipients(first), recipients(second)], [[], ["ann@shop.example"]]);
    });
  });
}

test("where the operator has not switched it on, nobody is asked", async () => {
  await using receiver = await startSmtpReceiver({ host: "127.0.0.27" });
  await using world = await begun("sqlite", receiver, "off");
  served(world, "127.0.0.27", `3 1 1 ${nobodys}`);
  world.signed("shop.example", "provider.example");
  await send(world, "ann@shop.example");
  assert.deepEqual(recipients(receiver), ["ann@shop.example"]);
});

async function begun(engine: Engine, { port }: SmtpReceiver, dane = "on"): Promise<World> {
  const world = await World.start(engine, {
    settings: { SIGNET_DELIVERY: "mx", SIGNET_DANE: dane },
    mailServerPort: port,
  });
  await verifiedDomain(world, "sender.test");
  return world;
}

/** A domain whose mail goes to `mx.provider.example` at an address, and what that server's TLSA records are. */
function served(world: World, address: string, ...records: readonly string[]): void {
  world.zone("shop.example", "@ MX 10 mx.provider.example.");
  world.zone("provider.example", `mx A ${address}`, ...records.map((one) => `_25._tcp.mx TLSA ${one}`));
}

async function certificate() {
  const authority = await MailAuthority.found();
  return await authority.certify({ hosts: ["elsewhere.example"], key: "p256" });
}

function digestOf(pem: string, algorithm = "sha256"): string {
  return hash(algorithm, new X509Certificate(pem).publicKey.export({ format: "der", type: "spki" }));
}

const send = async (world: World, to: string) => await sendHello(world, "hello@sender.test", to);

function recipients({ received }: SmtpReceiver): string[] {
  return received.flatMap((message) => message.recipients);
}

/** How the latest went, in words. */
async function lastAttempt(world: World): Promise<string> {
  await using database = await world.openDatabase();
  const attempts = await database.read(
    database.build.selectFrom("delivery_attempts").select("conversation").orderBy("id").compile(),
  );
  return attempts.at(-1)?.conversation ?? "";
}
