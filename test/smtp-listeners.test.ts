import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { openCertificate } from "#app/certificate.ts";
import { startInboundMail, startSubmissions } from "#app/smtp.ts";
import { readConfig } from "#config.ts";
import { openLog } from "#platform/log.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { messageId, SubmissionWorld } from "./support/submission.ts";

test("the configuration says where SMTP listens, and all listeners show one certificate", async () => {
  await using world = await SubmissionWorld.open();
  const config = readConfig({
    SIGNET_SMTP: "127.0.0.1:0",
    SIGNET_SMTPS: "127.0.0.1:0",
    SIGNET_INBOUND: "127.0.0.1:0",
  });
  const { clock, database, keys: accessKeys } = world;
  const log = openLog({ write: (line) => void world.logged.push(line) });
  const surroundings = {
    clock,
    random: systemRandom,
    log,
    nameServerPort: 53,
    mailServerPort: 25,
    pollEveryMs: 1_000,
  };
  const secrets = secretsUnder(new Uint8Array(32).fill(1));
  const certificate = await openCertificate(config, surroundings, {
    database,
    secrets,
    keptIssuance: undefined,
  });
  const submissions = { submit: async () => ({ messageId }) };
  await using listeners = await startSubmissions(config, surroundings, {
    accessKeys,
    certificate,
    submissions,
  });
  await using inbound = await startInboundMail(config, surroundings, {
    certificate,
    accepts: async () => true,
    receive: async () => {},
  });
  const tls = { ca: certificate.current.cert, servername: "email-smtp.us-east-1.signet.localhost" };
  const ports = [listeners.smtp.port, listeners.smtps?.port ?? 0, inbound.port];
  for (const [index, port] of ports.entries()) {
    const secure = index === 1;
    const client = createTransport({ host: "127.0.0.1", port, secure, requireTLS: !secure, tls });
    const sent = await client.sendMail({ from: "a@example.com", to: "b@example.com", text: "x" });
    client.close();
    assert.equal(sent.response, index === 2 ? "250 Ok" : `250 Ok ${messageId}`);
  }
  assert.deepEqual(world.logged, []);
});
