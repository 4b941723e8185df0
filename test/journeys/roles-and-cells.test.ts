import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand, ListEmailIdentitiesCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { ConfigError, readConfig } from "#config.ts";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { World } from "#test/support/world.ts";

test("one process takes requests and another does the work", async () => {
  await using place = await newDatabasePlace("postgres");
  await using api = await ServiceProcess.start(place, { SIGNET_ROLES: "api" });
  const common = { SIGNET_PUBLIC_URL: api.url, SIGNET_AUTH: "open", SIGNET_METRICS: "127.0.0.1:0" };
  await using worker = await ServiceProcess.start(place, { ...common, SIGNET_ROLES: "workers,smtp" });
  assert.ok(Number.isNaN(api.smtpPort));
  assert.ok(worker.smtpPort > 0);

  await api.call("POST", "/v2/email/identities", { EmailIdentity: "ann@example.test" });
  // Delivered by the worker: the other process has nobody to do it.
  const { message } = await api.call<{ message: { text: string } }>(
    "GET",
    "/signet/v1/inbox/wait?to=ann@example.test&timeout_seconds=30",
  );
  assert.ok(message.text.includes(`${api.url}/verify/`));
  for (const path of ["/v2/email/identities", "/signet/v1/inbox", "/verify/x", "/"]) {
    assert.equal((await fetch(`${worker.url}${path}`)).status, 404, path);
  }
  assert.equal((await fetch(`${worker.url}/healthz`)).status, 200);
  assert.equal(await worker.terminate(), 0);
});

test("a region that is another cell's is refused in both dialects and over SMTP, with the cell to ask", async () => {
  const settings: Record<string, string> = {};
  await using world = await World.start("sqlite", { settings });
  const here = world.client({ region: "eu-west-1" });
  await here.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.test" }));
  // The region has moved to a cell of its own.
  settings["SIGNET_REGIONS"] = "us-east-1,us-west-2";
  settings["SIGNET_CELLS"] = "eu-west-1=https://eu.mail.example.net";
  await world.restart();

  const west = world.client({ region: "us-west-2" });
  await west.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.test" }));
  const abroad = world.client({ region: "eu-west-1" });
  await assert.rejects(abroad.send(new ListEmailIdentitiesCommand({})), (error: Error) => {
    assert.equal(error.name, "MisdirectedRequestException");
    assert.equal(
      error.message,
      "The region eu-west-1 is not served here but at https://eu.mail.example.net.",
    );
    return true;
  });

  const ask = async (region: string) =>
    await world.call("GET", "/v2/email/identities", undefined, { "signet-region": region });
  const refused = await ask("eu-west-1");
  assert.deepEqual(
    [refused.status, refused.error],
    [
      421,
      {
        code: "MISDIRECTED",
        message: "The region eu-west-1 is not served here but at https://eu.mail.example.net.",
        details: [{ path: "region", message: "https://eu.mail.example.net" }],
      },
    ],
  );
  const unknown = await ask("ap-south-1");
  assert.equal(
    unknown.error?.message,
    "The region ap-south-1 is not served here. This cell serves us-east-1, us-west-2.",
  );

  const { smtp, localKey } = world.app;
  assert.ok(localKey && smtp);
  const submit = (region: string) =>
    createTransport({
      host: smtp.host,
      port: smtp.port,
      tls: { rejectUnauthorized: false },
      auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, region) },
    });
  await submit("us-east-1").verify();
  await assert.rejects(submit("eu-west-1").verify(), /not served here but at https:\/\/eu\.mail/);
});

test("roles, regions and cells that make no sense are refused at the start", () => {
  const refused: readonly [Record<string, string>, RegExp][] = [
    [{ SIGNET_ROLES: "api,cook" }, /SIGNET_ROLES=api,cook: expected some of api,dns,smtp,workers/],
    [{ SIGNET_ROLES: "workers" }, /SIGNET_PUBLIC_URL must say/],
    [{ SIGNET_ROLES: "dns,smtp" }, /SIGNET_PUBLIC_URL must say/],
    [{ SIGNET_REGIONS: "europe" }, /SIGNET_REGIONS=europe: expected a region/],
    [{ SIGNET_REGIONS: "eu-west-1", SIGNET_REGION: "us-east-1" }, /for another cell/],
    [{ SIGNET_CELLS: "eu-west-1" }, /expected region=URL/],
    [{ SIGNET_CELLS: "eu-west-1=https://eu.example" }, /which is served here/],
    [{ SIGNET_REGIONS: "eu-west-1", SIGNET_CELLS: "eu-west-1=https://eu.example" }, /which is served here/],
  ];
  for (const [environment, message] of refused) {
    assert.throws(
      () => readConfig(environment),
      (error) => error instanceof ConfigError && message.test(error.message),
    );
  }
  assert.equal(readConfig({ SIGNET_REGIONS: "eu-west-1,eu-central-1" }).region, "eu-west-1");
  assert.deepEqual([...readConfig({ SIGNET_ROLES: "dns" }).roles], ["dns"], "which mails no links");
});
