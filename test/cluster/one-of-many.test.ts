import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { admittedAt, Cluster, messageTo, sendPath } from "#test/support/cluster.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import type { ServiceProcess } from "#test/support/service-process.ts";

const owner = { account: "000000000000", region: "us-east-1" };
/** What is done on one node is so on all of them within this. */
const withinMs = 1_000;

describe("three processes on one PostgreSQL", () => {
  let place: DatabasePlace;
  let cluster: Cluster;
  before(async () => {
    place = await newDatabasePlace("postgres");
    cluster = await Cluster.start(() => place.url ?? "");
    await verifyAtHome(cluster.node(0), "sender.example");
  });
  after(async () => {
    await cluster[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  const send = async (node: ServiceProcess, message: ReturnType<typeof messageTo>) =>
    await node.ask<{ MessageId: string }>("POST", sendPath, message);

  test("an identity that all create at once is created once, and the others are told that it exists", async () => {
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(
        Array.from({ length: 9 }, async (_, at) => {
          const identity = { EmailIdentity: `round-${round}.example` };
          return await cluster.node(at).ask("POST", "/v2/email/identities", identity);
        }),
      );
      const refused = answers.filter(({ status }) => status !== 200).map(({ error }) => error?.code);
      assert.deepEqual(refused, Array(8).fill("ALREADY_EXISTS"));
    }
  });

  test("a revoked key opens no door any more", async (context) => {
    const { id, token } = await cluster.accessKeys.createApiKey(owner.account, "to be revoked");
    const isKnown = async (node: ServiceProcess) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await node.ask("GET", "/v2/email/account", undefined, headers)).status === 200;
    };
    await cluster.untilAll(isKnown);
    await cluster.accessKeys.revoke("api-key", owner.account, id);
    const ms = await cluster.untilAll(async (node) => !(await isKnown(node)));
    context.diagnostic(`A revoked key: ${Math.round(ms)} ms`);
    assert.ok(ms < withinMs, `${ms} ms`);
  });

  test("through a set that is paused nothing is sent, and all of it again afterwards", async (context) => {
    await cluster.node(0).call("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
    const isSent = async (node: ServiceProcess) =>
      (await send(node, messageTo("a@there.example", { set: "news" }))).status === 200;
    await cluster.untilAll(isSent);
    const put = async (SendingEnabled: boolean) =>
      await cluster.node(0).call("PUT", "/v2/email/configuration-sets/news/sending", { SendingEnabled });
    await put(false);
    const paused = await cluster.untilAll(async (node) => !(await isSent(node)));
    await put(true);
    const resumed = await cluster.untilAll(isSent);
    context.diagnostic(`A paused set: ${Math.round(paused)} ms, resumed ${Math.round(resumed)} ms`);
    assert.ok(Math.max(paused, resumed) < withinMs);
  });

  test("an account that is paused sends nothing", async (context) => {
    const isSent = async (node: ServiceProcess) =>
      (await send(node, messageTo("a@there.example"))).status === 200;
    await cluster.untilAll(isSent);
    await cluster.node(1).call("PUT", "/v2/email/account/sending", { SendingEnabled: false });
    const ms = await cluster.untilAll(async (node) => !(await isSent(node)));
    await cluster.node(2).call("PUT", "/v2/email/account/sending", { SendingEnabled: true });
    const resumed = await cluster.untilAll(isSent);
    context.diagnostic(`A paused account: ${Math.round(ms)} ms, resumed ${Math.round(resumed)} ms`);
    assert.ok(Math.max(ms, resumed) < withinMs);
  });

  test("from a deleted identity nothing is sent", async (context) => {
    await verifyAtHome(cluster.node(1), "gone.example");
    const isSent = async (node: ServiceProcess) =>
      (await send(node, messageTo("a@there.example", { from: "ann@gone.example" }))).status === 200;
    await cluster.untilAll(isSent);
    await cluster.node(2).call("DELETE", "/v2/email/identities/gone.example");
    const ms = await cluster.untilAll(async (node) => !(await isSent(node)));
    context.diagnostic(`A deleted identity: ${Math.round(ms)} ms`);
    assert.ok(ms < withinMs);
  });

  test("every name server of the zone publishes the key that a rotation made, and signs by it once it was seen", async (context) => {
    type Proof = { readonly DkimAttributes: { readonly Tokens: string[] } };
    const { DkimAttributes } = await cluster
      .node(0)
      .call<Proof>("GET", "/v2/email/identities/sender.example");
    const textsOf = async (node: ServiceProcess) => {
      const resolver = new Resolver();
      resolver.setServers([`127.0.0.1:${node.dnsPort}`]);
      const texts = DkimAttributes.Tokens.map(async (token) =>
        (await resolver.resolveTxt(`${token}.dkim.signet.localhost`).catch(() => [])).flat().join(""),
      );
      return (await Promise.all(texts)).filter((text) => text !== "").toSorted();
    };
    const before = await cluster.nodes.map(textsOf)[0];
    assert.equal(before?.length, 1);
    await cluster.untilAll(async (node) => (await textsOf(node)).length === 1);
    await cluster.node(0).call("POST", "/signet/v1/identities/sender.example/rotate");
    const ms = await cluster.untilAll(async (node) => (await textsOf(node)).length === 2);
    const answers = await Promise.all(cluster.nodes.map(textsOf));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    context.diagnostic(`A rotated key in DNS: ${Math.round(ms)} ms`);
    assert.ok(ms < withinMs);
  });

  test("a waiting reader on one node is told of a message that another delivered", async () => {
    const path = "/signet/v1/inbox/wait?to=waited-for@there.example&timeout_seconds=30";
    const waiting = cluster.nodes.map(
      async (node) => await node.call<{ message: { to: string[] } | null }>("GET", path),
    );
    await delay(300);
    await send(cluster.node(0), messageTo("waited-for@there.example"));
    for (const { message } of await Promise.all(waiting)) {
      assert.deepEqual(message?.to, ["waited-for@there.example"]);
    }
  });

  /** Keeps every node busy with senders until the time is up or the quota is reached. */
  const sendAll = async (until: number) => {
    let accepted = 0;
    const asked: number[] = [];
    const since = performance.now();
    const sender = async (at: number) => {
      while (performance.now() < until) {
        asked.push(performance.now() - since);
        const { status, error } = await send(cluster.node(at), messageTo("a@there.example"));
        if (status === 200) accepted++;
        else if (error?.code !== "TOO_MANY_REQUESTS") return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, async (_, at) => await sender(at)));
    return { accepted, asked };
  };

  test("together they keep to the account's rate", async (context) => {
    const rate = 30;
    await cluster.account.change(owner, { maxSendRate: rate });
    await delay(50);
    const since = performance.now();
    const { accepted, asked } = await sendAll(since + 3_000);
    const seconds = (performance.now() - since) / 1_000;
    await cluster.account.change(owner, { maxSendRate: undefined });
    // One second's worth may come in a burst.
    const allowed = rate * (seconds + 1);
    context.diagnostic(`${accepted} accepted, ${Math.round(allowed)} allowed in ${seconds.toFixed(2)} s`);
    assert.ok(accepted <= 1.05 * allowed);
    // A machine that is busy with other things may not ask for as much as there is.
    assert.ok(accepted >= 0.95 * (admittedAt(rate, asked) - rate));
  });

  test("together they keep to the account's quota for a day", async (context) => {
    const { sentLast24Hours } = await cluster.account.quota(owner);
    const quota = 300;
    await cluster.account.change(owner, { max24HourSend: sentLast24Hours + quota });
    await delay(50);
    const { accepted } = await sendAll(performance.now() + 40_000);
    await cluster.account.change(owner, { max24HourSend: undefined });
    context.diagnostic(`${accepted} accepted of ${quota}`);
    assert.ok(accepted <= 1.05 * quota && accepted >= 0.95 * quota);
  });
});
