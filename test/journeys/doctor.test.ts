import assert from "node:assert/strict";
import { test } from "node:test";
import { signet } from "#test/support/command-line.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { World } from "#test/support/world.ts";

interface Report {
  readonly status: string;
  readonly checks: readonly {
    readonly name: string;
    readonly status: string;
    readonly seen: string;
    readonly advice: string;
  }[];
}

async function statusesOf(world: World): Promise<Record<string, string>> {
  const { checks } = await world.plain<Report>("GET", "/signet/v1/doctor");
  return Object.fromEntries(checks.map(({ name, status }) => [name, status]));
}

for (const engine of engines) {
  test(`at home all is well, and nobody outside is asked, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const report = await world.plain<Report>("GET", "/signet/v1/doctor");
    assert.deepEqual(
      report.checks.map(({ name, status }) => `${name} ${status}`),
      [
        "database ok",
        engine === "sqlite" ? "disk ok" : "disk not-asked",
        "queue ok",
        "certificate ok",
        "signing-keys ok",
        "links ok",
        "inbound ok",
        "zone ok",
        "outbound-smtp not-asked",
        "reverse-dns not-asked",
        "blocklists not-asked",
        "dane not-asked",
        "clock not-asked",
      ],
    );
    assert.equal(report.status, "ok");
    const seen = (of: string) => report.checks.find(({ name }) => name === of)?.seen ?? "";
    assert.match(seen("clock"), /nobody outside was asked/);
    assert.match(seen("disk"), engine === "sqlite" ? /are free/ : /PostgreSQL's disk is not seen from here/);
    const told = await signet(["doctor", "--url", world.app.httpUrl]);
    assert.equal(told.code, 0);
    assert.match(told.out, /^ok {9}database\n {11}(SQLite|sqlite|postgres)/m);
    await using operator = await operatorOf(world);
    const { token } = await operator.accessKeys.createApiKey("111122223333", "");
    const theirs = { authorization: `Bearer ${token}` };
    assert.equal((await world.call("GET", "/signet/v1/doctor", undefined, theirs)).status, 403);
  });
}

test("a smart host is asked as a delivery asks it, and what is wrong is told with what to do", async () => {
  const receiver = await startSmtpReceiver({
    onAuth: ({ username, password }, _session, done) =>
      password === "right" ? done(null, { user: username }) : done(new Error("Invalid username or password")),
  });
  const wayOutBy = async (url: string) => {
    await using world = await World.start("sqlite", { settings: { SIGNET_DELIVERY: url } });
    const { checks } = await world.plain<Report>("GET", "/signet/v1/doctor");
    const found = checks.find(({ name }) => name === "outbound-smtp");
    return [found?.status, `${found?.seen} ${found?.advice}`.trim()] as const;
  };
  const at = `127.0.0.1:${receiver.port}`;
  assert.deepEqual(await wayOutBy(`smtp://${at}`), ["ok", `${at} takes mail from here, in TLS.`]);
  assert.deepEqual(await wayOutBy(`smtp://ann:right@${at}`), [
    "ok",
    `${at} takes mail from here, in TLS, and knows the user name and the password.`,
  ]);
  for (const [url, said] of [
    [`smtp://ann:wrong@${at}`, /535 .* Give SIGNET_DELIVERY the user name and the password/],
    [`smtps://${at}`, /failed in TLS: wrong version number\. In SIGNET_DELIVERY smtps:\/\/ is/],
    [`smtp://${at}?tls=authenticated`, /certificate is not valid .* \?tls= says/],
  ] as const) {
    const [status, words] = await wayOutBy(url);
    assert.equal(status, "failed", url);
    assert.match(words, said);
  }
  await receiver[Symbol.asyncDispose]();
  const [status, words] = await wayOutBy(`smtp://${at}`);
  assert.equal(status, "failed");
  assert.match(words, /takes no mail from here: .*ECONNREFUSED .* names the host and the port/);
});

test("where a smart host is down the command says so, and the rest is looked at all the same", async () => {
  const receiver = await startSmtpReceiver();
  await using world = await World.start("sqlite", {
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  const { "outbound-smtp": wayOut, links, inbound, zone, clock } = await statusesOf(world);
  assert.deepEqual([wayOut, links, inbound, zone, clock], ["ok", "failed", "warning", "warning", "unknown"]);
  await receiver[Symbol.asyncDispose]();
  await world.restart();
  assert.equal((await statusesOf(world))["outbound-smtp"], "failed");
  assert.equal((await signet(["doctor", "--url", world.app.httpUrl])).code, 1);
});

test("links and bounces find their way where people reach the service, and both are looked at apart", async () => {
  await using receiver = await startSmtpReceiver();
  const leaving = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`, SIGNET_AUTH: "open" };
  const found = async (settings: Record<string, string>) => {
    await using world = await World.start("sqlite", { settings: { ...leaving, ...settings } });
    const { checks } = await world.plain<Report>("GET", "/signet/v1/doctor");
    return checks
      .filter(({ name }) => name === "links" || name === "inbound")
      .map(({ name, status, seen }) => `${name} ${status}: ${seen.replaceAll(/:\d+/g, "")}`);
  };
  const links = "Links in messages begin with";
  const nobody = "Only this machine finds that: whoever is to confirm an address, or to unsubscribe, cannot.";
  const inbound = "Bounces and complaints are taken at";
  assert.deepEqual(
    await found({ SIGNET_PUBLIC_URL: "https://mail.example.net", SIGNET_INBOUND: "0.0.0.0:0" }),
    [`links ok: ${links} https://mail.example.net.`, `inbound ok: ${inbound} 0.0.0.0.`],
  );
  assert.deepEqual(await found({ SIGNET_INBOUND: "0.0.0.0:0" }), [
    `links failed: ${links} http://127.0.0.1. ${nobody}`,
    `inbound ok: ${inbound} 0.0.0.0.`,
  ]);
  assert.deepEqual(await found({ SIGNET_PUBLIC_URL: "https://mail.example.net" }), [
    `links ok: ${links} https://mail.example.net.`,
    `inbound warning: ${inbound} 127.0.0.1. Only this machine reaches that, so they come back to nobody.`,
  ]);
});
