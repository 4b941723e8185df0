import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { after, before, describe, type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { Cluster, messageTo, sendPath, untilSo } from "#test/support/cluster.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import type { ServiceProcess } from "#test/support/service-process.ts";

const account = "000000000000";
const withinMs = 1_000;
const senders = 9;
/** For four changes, each prepared on processes that have all the work they can do, by a machine that may have more. */
const timeout = 180_000;

/** What is changed on one node, and how another shows that it knows. */
interface Change {
  /** Prepares it; the change is not made yet. */
  readonly prepare: (name: string) => Promise<{
    readonly make: () => Promise<unknown>;
    readonly isHeeded: (node: ServiceProcess) => Promise<boolean>;
  }>;
}

describe("three processes that are busy", () => {
  let place: DatabasePlace;
  let cluster: Cluster;
  const stop = new AbortController();
  let sending: Promise<number>[] = [];
  before(async () => {
    place = await newDatabasePlace("postgres");
    cluster = await Cluster.start(() => place.url ?? "");
    await verifyAtHome(cluster.node(0), "sender.example");
    sending = Array.from({ length: senders }, async (_, at) => {
      let sent = 0;
      // The answers of a moment in which connections were cut may be 503.
      for (; !stop.signal.aborted; sent++) {
        const { status } = await cluster.node(at).ask("POST", sendPath, messageTo(`${at}@there.example`));
        assert.ok(status === 200 || status === 503, `${status}`);
      }
      return sent;
    });
  });
  after(async () => {
    stop.abort();
    await Promise.all(sending);
    await cluster[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  const isSent = async (node: ServiceProcess, message: ReturnType<typeof messageTo>) => {
    const { status } = await node.ask("POST", sendPath, message);
    // Told to come back: it is not known yet.
    return status === 503 ? undefined : status === 200;
  };

  const changes: Readonly<Record<string, Change>> = {
    "a revoked key": {
      prepare: async (name) => {
        const { id, token } = await cluster.accessKeys.createApiKey(account, name);
        const headers = { authorization: `Bearer ${token}` };
        return {
          make: async () => await cluster.accessKeys.revoke("api-key", account, id),
          isHeeded: async (node) => {
            const { status } = await node.ask("GET", "/v2/email/account", undefined, headers);
            return status !== 200 && status !== 503;
          },
        };
      },
    },
    "a paused set": {
      prepare: async (name) => {
        await cluster.node(0).call("POST", "/v2/email/configuration-sets", { ConfigurationSetName: name });
        const path = `/v2/email/configuration-sets/${name}/sending`;
        return {
          make: async () => await cluster.node(0).call("PUT", path, { SendingEnabled: false }),
          isHeeded: async (node) =>
            (await isSent(node, messageTo("a@there.example", { set: name }))) === false,
        };
      },
    },
    "a deleted identity": {
      prepare: async (name) => {
        const domain = `${name}.example`;
        await verifyAtHome(cluster.node(1), domain);
        return {
          make: async () => await cluster.node(1).call("DELETE", `/v2/email/identities/${domain}`),
          isHeeded: async (node) =>
            (await isSent(node, messageTo("a@there.example", { from: `ann@${domain}` }))) === false,
        };
      },
    },
    "a rotated key in DNS": {
      prepare: async (name) => {
        const domain = `${name}.example`;
        await verifyAtHome(cluster.node(2), domain);
        const { DkimAttributes } = await cluster
          .node(2)
          .call<{ DkimAttributes: { Tokens: string[] } }>("GET", `/v2/email/identities/${domain}`);
        const published = async (node: ServiceProcess) => {
          const resolver = new Resolver();
          resolver.setServers([`127.0.0.1:${node.dnsPort}`]);
          const texts = DkimAttributes.Tokens.map(async (token) =>
            (await resolver.resolveTxt(`${token}.dkim.signet.localhost`).catch(() => [])).flat().join(""),
          );
          return (await Promise.all(texts)).filter((text) => text !== "").length;
        };
        return {
          make: async () => await cluster.node(2).call("POST", `/signet/v1/identities/${domain}/rotate`),
          isHeeded: async (node) => (await published(node)) === 2,
        };
      },
    },
  };

  /** Ends every connection that hears announcements, and what else has just been opened. */
  const cutListeners = async () => {
    const enemy = new Client({ connectionString: place.url });
    await enemy.connect();
    const theirs = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and (query ilike 'listen%' or query ilike '%pg_is_in_recovery%')`;
    // Those that were cut before are back only a moment later.
    const listening = async () => (await enemy.query(`select pid ${theirs}`)).rowCount ?? 0;
    await untilSo(async () => (await listening()) >= cluster.nodes.length);
    await enemy.query(`select pg_terminate_backend(pid) ${theirs}`);
    await enemy.end();
  };

  const story = async (context: TestContext, meanwhile: () => Promise<void>) => {
    for (const [what, { prepare }] of Object.entries(changes)) {
      const { make, isHeeded } = await prepare(`n-${performance.now().toFixed(0)}`);
      // Every node remembers how it was.
      for (let looks = 0; looks < 3; looks++) {
        for (const node of cluster.nodes) assert.equal(await isHeeded(node), false, what);
      }
      await meanwhile();
      await make();
      const ms = await cluster.untilAll(isHeeded);
      context.diagnostic(`${what}: ${Math.round(ms)} ms`);
      assert.ok(ms < withinMs, `${what}: ${ms} ms`);
    }
  };

  test("heed what another changes within a second", { timeout }, async (context) => {
    await story(context, async () => {});
  });

  test("heed it within a second although the connections that tell them are cut at that moment", {
    timeout,
  }, async (context) => {
    await story(context, cutListeners);
    await delay(1_000);
  });
});
