import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Verdict {
  readonly domain: string;
  readonly verdict: string;
  readonly key?: string;
  readonly fault?: string;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const record = `v=DKIM1; p=${publicKey.export({ format: "der", type: "spki" }).toString("base64")}`;
const text = "From: ann@shop.test\r\nTo: bob@example.com\r\nSubject: Hi\r\n\r\nHello,\r\n";

for (const engine of engines) {
  test(`what others have signed is checked with the keys that they publish, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "shop.test");
    world.zone(
      "provider.test",
      `key.keys TXT "${record}"`,
      "here._domainkey CNAME key.keys.provider.test.",
      'gone._domainkey TXT "v=DKIM1; p="',
      'twice._domainkey TXT "v=DKIM1; p="',
      `twice._domainkey TXT "${record}"`,
    );
    world.dns.behave("unheard._domainkey.provider.test", "silent");
    const places = [
      ["provider.test", "here"],
      ["provider.test", "here"],
      ["provider.test", "gone"],
      ["provider.test", "twice"],
      ["provider.test", "never"],
      ["provider.test", "unheard"],
    ] as const;
    const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    let message = text;
    for (const [signingDomain, selector] of places) {
      const signer = { signingDomain, selector, privateKey: pem };
      const how = { canonicalization: "relaxed/relaxed", ...signer, signatureData: [signer] };
      message = (await dkimSign(Buffer.from(text), how)).signatures + message;
    }
    await world.ses.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(message) } } }));
    await world.settle();
    const keyAt = "here._domainkey.provider.test";
    const waited = await world.plain<{ message: { id: string; signatures: Verdict[] } }>(
      "GET",
      "/signet/v1/inbox/wait?to=bob@example.com",
    );
    const unasked = waited.message.signatures.filter(({ domain }) => domain === "provider.test");
    assert.deepEqual(new Set(unasked.map(({ verdict }) => verdict)), new Set(["unchecked"]));
    assert.deepEqual(world.dns.asked(keyAt), []);
    const { id } = waited.message;
    const { signatures: seen } = await world.plain<{ signatures: Verdict[] }>(
      "GET",
      `/signet/v1/inbox/${id}`,
    );
    // Of two signatures, looked at twice.
    await world.plain("GET", `/signet/v1/inbox/${id}`);
    assert.equal(world.dns.asked(keyAt, "TXT").length, 1);
    // Nor is one waited for again who has just been silent.
    const silent = "unheard._domainkey.provider.test";
    const asked = world.dns.asked(silent).length;
    await world.plain("GET", `/signet/v1/inbox/${id}`);
    assert.equal(world.dns.asked(silent).length, asked);
    world.clock.advance(minuteMs + 1);
    await world.plain("GET", `/signet/v1/inbox/${id}`);
    assert.ok(world.dns.asked(silent).length > asked);
    const ours = seen
      .filter(({ key }) => key === "kept")
      .map(({ domain, verdict }) => `${domain} ${verdict}`);
    assert.deepEqual(new Set(ours), new Set(["shop.test valid", "signet.localhost valid"]));
    const others = seen.filter(({ key }) => key !== "kept");
    const faults = [
      ["unchecked", /could not be looked up/],
      ["invalid", /no public key at never\._domainkey\.provider\.test/],
      ["invalid", /several keys/],
      ["invalid", /withdrawn/],
    ] as const;
    for (const [at, [verdict, fault]] of faults.entries()) {
      assert.equal(others[at]?.verdict, verdict);
      assert.match(others[at].fault ?? "", fault);
    }
    const good = { domain: "provider.test", selector: "here", verdict: "valid", key: "dns" };
    assert.deepEqual(others.slice(faults.length), [good, good]);
  });
}
