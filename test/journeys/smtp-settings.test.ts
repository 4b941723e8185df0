import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Settings {
  readonly host: string;
  readonly port: number;
  readonly tls_port: number | null;
  readonly tls_required: boolean;
  readonly certificate: { readonly self_signed: boolean; readonly names: readonly string[] };
}

interface Credentials {
  readonly user_name: string;
  readonly password: string;
}

for (const engine of engines) {
  test(`what the service says of its SMTP is all that a mail program needs, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "smtp.test");
    const { host, port, certificate, ...more } = await world.plain<Settings>(
      "GET",
      "/signet/v1/smtp-settings",
    );
    assert.deepEqual([host, more.tls_port, more.tls_required], ["127.0.0.1", null, false]);
    assert.ok(certificate.self_signed && certificate.names.includes("localhost"));
    assert.ok(certificate.names.includes("::1"));
    const { user_name: user, password: pass } = await world.plain<Credentials>(
      "POST",
      "/signet/v1/smtp-credentials",
      { description: "the shop" },
    );
    const mail = createTransport({ host, port, auth: { user, pass }, tls: { rejectUnauthorized: false } });
    await mail.sendMail({
      from: "ann@smtp.test",
      to: "bob@elsewhere.example",
      subject: "Hello",
      text: "Hello",
    });
    mail.close();
    assert.equal((await world.inbox("bob@elsewhere.example")).subject, "Hello");
    const { keys } = await world.plain<{ keys: { id: string; description: string }[] }>(
      "GET",
      "/signet/v1/keys",
    );
    assert.equal(keys.find(({ id }) => id === user)?.description, "the shop");
  });
}
