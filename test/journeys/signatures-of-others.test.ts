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
    const ids: string[] = [];
    for (const [at, [signingDomain, selector]] of places.entries()) {
      const signer = { signingDomain, selector, privateKey: pem };
      const how = { canonicalization: "relaxed/relaxed", ...signer, signatureData: [signer] };
      const to = `bob-${at}@example.com`;
      const message = text.replace("bob@example.com", to);
      const { signatures } = await dkimSign(Buffer.from(message), how);
      const Data = Buffer.from(signatures + message);
      await world.ses.send(new SendEmailCommand({ Content: { Raw: { Data } } }));
      await world.settle();
      const { message: kept } = await world.plain<{ message: { id: string; signatures: Verdict[] } }>(
        "GET",
        `/signet/v1/inbox/wait?to=${to}`,
      );
      const unasked = kept.signatures.filter(({ domain }) => domain === "provider.test");
      assert.deepEqual(
        unasked.map(({ verdict }) => verdict),
        ["unchecked"],
      );
      ids.push(kept.id);
    }
    const keyAt = "here._domainkey.provider.test";
    assert.deepEqual(world.dns.asked(keyAt), []);
    const seen: Verdict[] = [];
    for (const id of ids) {
      const path = `/signet/v1/inbox/${id}`;
      seen.push(...(await world.plain<{ signatures: Verdict[] }>("GET", path)).signatures);
      await world.plain("GET", path);
    }
    // Of two messages, each looked at twice.
    assert.equal(world.dns.asked(keyAt, "TXT").length, 1);
    // Nor is one waited for again who has just been silent.
    const silent = "unheard._domainkey.provider.test";
    const unheard = `/signet/v1/inbox/${ids.at(-1)}`;
    const asked = world.dns.asked(silent).length;
    await world.plain("GET", unheard);
    assert.equal(world.dns.asked(silent).length, asked);
    world.clock.advance(minuteMs + 1);
    await world.plain("GET", unheard);
    assert.ok(world.dns.asked(silent).length > asked);
    const ours = seen
      .filter(({ key }) => key === "kept")
      .map(({ domain, verdict }) => `${domain} ${verdict}`);
    assert.deepEqual(new Set(ours), new Set(["shop.test valid", "signet.localhost valid"]));
    const others = seen.filter(({ key }) => key !== "kept");
    const good = { domain: "provider.test", selector: "here", verdict: "valid", key: "dns" };
    assert.deepEqual(others.slice(0, 2), [good, good]);
    const faults = [
      ["invalid", /withdrawn/],
      ["invalid", /several keys/],
      ["invalid", /no public key at never\._domainkey\.provider\.test/],
      ["unchecked", /could not be looked up/],
    ] as const;
    for (const [at, [verdict, fault]] of faults.entries()) {
      const found = others[2 + at];
      assert.equal(found?.verdict, verdict);
      assert.match(found.fault ?? "", fault);
    }
  });
}
