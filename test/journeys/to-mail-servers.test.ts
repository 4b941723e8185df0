import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateDedicatedIpPoolCommand,
  DeleteDedicatedIpPoolCommand,
  GetDedicatedIpCommand,
  GetDedicatedIpPoolCommand,
  GetDedicatedIpsCommand,
  GetMessageInsightsCommand,
  GetSuppressedDestinationCommand,
  ListDedicatedIpPoolsCommand,
  PutDedicatedIpInPoolCommand,
  PutDedicatedIpPoolScalingAttributesCommand,
  PutDedicatedIpWarmupAttributesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

async function send(world: World, to: string, set?: string): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
      ...(set === undefined ? {} : { ConfigurationSetName: set }),
    }),
  );
  await world.settle();
  return MessageId;
}

const recipients = (receiver: SmtpReceiver) => receiver.received.flatMap((message) => message.recipients);

for (const engine of engines) {
  describe(`to recipients' mail servers, on ${engine}`, () => {
    test("the best server is tried first, then the next, and one connection serves a provider's domains", async () => {
      await using first = await startSmtpReceiver({ host: "127.0.0.11" });
      const { port } = first;
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: "mx" },
        mailServerPort: port,
      });
      await verifiedDomain(world, "sender.test");
      world.zone("provider.test", "dead A 127.0.0.12", "mx A 127.0.0.11");
      world.zone("one.test", "@ MX 10 dead.provider.test.", "@ MX 20 mx.provider.test.");
      world.zone("two.test", "@ MX 10 mx.provider.test.");
      world.zone("bare.test", "@ A 127.0.0.11");
      await send(world, "bob@one.test");
      await send(world, "eve@two.test");
      await send(world, "eve@bare.test");
      assert.deepEqual(recipients(first), ["bob@one.test", "eve@two.test", "eve@bare.test"]);
      assert.deepEqual(
        first.received.map(({ secure, connection }) => [secure, connection]),
        [
          [true, 1],
          [true, 1],
          [true, 2],
        ],
      );
      assert.deepEqual(await signaturesOf(world, first.received[0]?.content.toString("latin1") ?? ""), [
        { domain: "sender.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
    });

    test("a domain that takes no mail, or is none, bounces at once; one that cannot be found out is tried again", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.13" });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: "mx" },
        mailServerPort: receiver.port,
      });
      await verifiedDomain(world, "sender.test");
      world.zone("nomail.test", "@ MX 0 .");
      await send(world, "bob@nomail.test");
      await send(world, "bob@absent.test");
      for (const EmailAddress of ["bob@nomail.test", "bob@absent.test"]) {
        const found = await world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress }));
        assert.equal(found.SuppressedDestination?.Reason, "BOUNCE");
      }
    });

    test("TLS that a set requires and a server lacks keeps the message back", async () => {
      await using plain = await startSmtpReceiver({ host: "127.0.0.14", hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: "mx" },
        mailServerPort: plain.port,
      });
      await verifiedDomain(world, "sender.test");
      world.zone("plain.test", "@ A 127.0.0.14");
      await world.ses.send(
        new CreateConfigurationSetCommand({
          ConfigurationSetName: "strict",
          DeliveryOptions: { TlsPolicy: "REQUIRE" },
        }),
      );
      await send(world, "bob@plain.test", "strict");
      assert.deepEqual(recipients(plain), []);
      await send(world, "eve@plain.test");
      await world.pass(30 * minuteMs);
      assert.deepEqual(recipients(plain), ["eve@plain.test"]);
    });

    test("a provider is sent no more in a second than the operator allows", async () => {
      await using receiver = await startSmtpReceiver({ host: "127.0.0.17" });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: "mx", SIGNET_SITE_RATE: "1" },
        mailServerPort: receiver.port,
      });
      await verifiedDomain(world, "sender.test");
      world.zone("busy.test", "@ A 127.0.0.17");
      for (const name of ["ann", "bob", "eve"]) await send(world, `${name}@busy.test`);
      assert.deepEqual(recipients(receiver), ["ann@busy.test"]);
      await world.pass(2 * secondMs);
      assert.deepEqual(recipients(receiver), ["ann@busy.test", "bob@busy.test", "eve@busy.test"]);
    });

    test("a server at a reserved address is not connected to", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_DELIVERY: "mx" } });
      await verifiedDomain(world, "sender.test");
      world.zone("inward.test", "@ A 10.0.0.1");
      await send(world, "bob@inward.test");
      await using database = await world.openDatabase();
      const attempts = await database.read(
        database.build.selectFrom("delivery_attempts").select(["outcome", "conversation"]).compile(),
      );
      assert.deepEqual(
        attempts.map(({ outcome }) => outcome),
        ["deferred"],
      );
      assert.match(
        attempts[0]?.conversation ?? "",
        /10\.0\.0\.1, which is not connected to: private address/,
      );
    });

    test("mail of a pool leaves from its addresses", async () => {
      const peers: string[] = [];
      await using receiver = await startSmtpReceiver({
        host: "127.0.0.16",
        onConnect: ({ remoteAddress }, done) => {
          peers.push(remoteAddress);
          done();
        },
      });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: "mx", SIGNET_OUTBOUND_ADDRESSES: "127.0.0.31,127.0.0.32" },
        mailServerPort: receiver.port,
      });
      await verifiedDomain(world, "sender.test");
      world.zone("pooled.test", "@ A 127.0.0.16");
      await world.ses.send(new CreateDedicatedIpPoolCommand({ PoolName: "fast" }));
      await world.ses.send(
        new PutDedicatedIpInPoolCommand({ Ip: "127.0.0.32", DestinationPoolName: "fast" }),
      );
      await world.ses.send(
        new CreateConfigurationSetCommand({
          ConfigurationSetName: "pooled",
          DeliveryOptions: { SendingPoolName: "fast" },
        }),
      );
      await send(world, "bob@pooled.test", "pooled");
      assert.deepEqual([recipients(receiver), peers], [["bob@pooled.test"], ["127.0.0.32"]]);
      const { DedicatedIps } = await world.ses.send(new GetDedicatedIpsCommand({}));
      assert.deepEqual(
        DedicatedIps?.map(({ Ip, PoolName }) => [Ip, PoolName]),
        [
          ["127.0.0.31", "ses-default-dedicated-pool"],
          ["127.0.0.32", "fast"],
        ],
      );
      const shown = async (Ip: string) =>
        (await world.ses.send(new GetDedicatedIpCommand({ Ip }))).DedicatedIp;
      assert.deepEqual(await shown("127.0.0.32"), {
        Ip: "127.0.0.32",
        PoolName: "fast",
        WarmupStatus: "NOT_APPLICABLE",
        WarmupPercentage: 100,
      });
      const warm = async (Ip: string, WarmupPercentage: number) =>
        await world.ses.send(new PutDedicatedIpWarmupAttributesCommand({ Ip, WarmupPercentage }));
      await warm("127.0.0.32", 40);
      await warm("127.0.0.31", 100);
      assert.equal((await shown("127.0.0.32"))?.WarmupStatus, "IN_PROGRESS");
      assert.deepEqual(await shown("127.0.0.31"), {
        Ip: "127.0.0.31",
        PoolName: "ses-default-dedicated-pool",
        WarmupStatus: "DONE",
        WarmupPercentage: 100,
      });
      await assert.rejects(warm("127.0.0.32", 101), { name: "BadRequestException" });
      await assert.rejects(warm("127.0.0.33", 10), { name: "NotFoundException" });
      const scale = async (PoolName: string, ScalingMode: "STANDARD" | "MANAGED") =>
        await world.ses.send(new PutDedicatedIpPoolScalingAttributesCommand({ PoolName, ScalingMode }));
      await scale("fast", "MANAGED");
      const { DedicatedIpPool } = await world.ses.send(new GetDedicatedIpPoolCommand({ PoolName: "fast" }));
      assert.equal(DedicatedIpPool?.ScalingMode, "MANAGED");
      await assert.rejects(scale("fast", "STANDARD"), { name: "BadRequestException" });
      await assert.rejects(scale("absent", "MANAGED"), { name: "NotFoundException" });
      await assert.rejects(world.ses.send(new CreateDedicatedIpPoolCommand({ PoolName: "fast" })), {
        name: "AlreadyExistsException",
      });
      const elsewhere = new PutDedicatedIpInPoolCommand({ Ip: "127.0.0.33", DestinationPoolName: "fast" });
      await assert.rejects(world.ses.send(elsewhere), { name: "NotFoundException" });
      const put = async (Ip: string, DestinationPoolName: string) =>
        await world.ses.send(new PutDedicatedIpInPoolCommand({ Ip, DestinationPoolName }));
      await put("127.0.0.32", "ses-default-dedicated-pool");
      assert.equal((await shown("127.0.0.32"))?.PoolName, "ses-default-dedicated-pool");
      await put("127.0.0.32", "fast");
      await world.ses.send(new DeleteDedicatedIpPoolCommand({ PoolName: "fast" }));
      const { DedicatedIpPools } = await world.ses.send(new ListDedicatedIpPoolsCommand({}));
      assert.deepEqual(DedicatedIpPools, []);
      const left = await shown("127.0.0.32");
      assert.deepEqual([left?.PoolName, left?.WarmupPercentage], ["ses-default-dedicated-pool", 40]);
    });

    test("the mailbox simulator bounces and complains without a server", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_DELIVERY: "mx" } });
      await verifiedDomain(world, "sender.test");
      const cases = {
        success: ["SEND", "DELIVERY"],
        "bounce+label": ["SEND", "BOUNCE"],
        "Complaint+label": ["SEND", "DELIVERY", "COMPLAINT"],
        ooto: ["SEND", "DELIVERY"],
        suppressionlist: ["SEND", "BOUNCE"],
        nobody: ["SEND", "BOUNCE"],
      };
      for (const [name, types] of Object.entries(cases)) {
        const EmailAddress = `${name}@simulator.amazonses.com`;
        const MessageId = await send(world, EmailAddress);
        const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
        assert.deepEqual(
          Insights?.[0]?.Events?.map(({ Type }) => Type),
          types,
          name,
        );
        await assert.rejects(world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress })), {
          name: "NotFoundException",
        });
      }
    });
  });
}
