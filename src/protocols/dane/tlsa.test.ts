import assert from "node:assert/strict";
import { hash, X509Certificate } from "node:crypto";
import { before, test } from "node:test";
import type { TlsaData } from "#protocols/dns/record.ts";
import { openSmtpConnection } from "#protocols/smtp/open.ts";
import { rfcTimeouts } from "#protocols/smtp/timeouts.ts";
import { elementsOf, objectIdentifier, sequence } from "#protocols/x509/der.ts";
import { forServers, MailAuthority } from "#test/support/mail-certificates.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { daneFault, inShort, isUsable } from "./tlsa.ts";

const host = "mx.example.com";
const names = [host, "example.org"];
const now = Date.now();
const hour = 3_600_000;

let authority: MailAuthority;
before(async () => {
  authority = await MailAuthority.found();
});

/** `3 1 1` of a certificate. */
function record(numbers: string, pem: string): TlsaData {
  const [usage = 0, selector = 0, matchingType = 0] = numbers.split(" ").map(Number);
  const { raw, publicKey } = new X509Certificate(pem);
  const selected = selector === 0 ? raw : publicKey.export({ format: "der", type: "spki" });
  const digest = ["", "sha256", "sha512"][matchingType];
  return {
    usage,
    selector,
    matchingType,
    association: digest ? hash(digest, selected, "buffer") : selected,
  };
}

async function certified(wanted: Parameters<MailAuthority["certify"]>[0] = {}) {
  return await authority.certify({ hosts: [host], purposes: [forServers], key: "p256", ...wanted });
}

/** How a server is taken that shows these certificates. */
async function met(
  shown: { readonly key: string; readonly cert: string; readonly hideSTARTTLS?: boolean },
  ...records: readonly TlsaData[]
): Promise<string> {
  await using receiver = await startSmtpReceiver(shown);
  const opening = await openSmtpConnection({
    host: "127.0.0.1",
    port: receiver.port,
    serverName: host,
    clientName: "client.example",
    tlsPolicy: "dane",
    dane: { records, names },
    timeouts: rfcTimeouts,
    clock: { now: () => now },
  });
  if (opening.status !== "open") return `${opening.status}: ${opening.reason}`;
  await using connection = opening.connection;
  return connection.tls.level;
}

for (const numbers of ["3 0 0", "3 0 1", "3 0 2", "3 1 0", "3 1 1", "3 1 2"]) {
  test(`its own certificate proves a server that a record ${numbers} names, whatever else is wrong with it`, async () => {
    const { own, key } = await certified({ hosts: ["other.example"], notAfter: now - hour });
    assert.equal(await met({ cert: own, key }, record(numbers, own)), "authenticated");
    const another = await certified();
    assert.equal(
      await met({ cert: another.own, key: another.key }, record(numbers, own)),
      "temporary-failure: The server cannot be told from another (DANE): its certificate is none of those that its TLSA records name.",
    );
  });
}

for (const numbers of ["2 0 1", "2 1 1", "2 1 2"]) {
  test(`who issued its certificate proves a server, where a record ${numbers} names that one`, async () => {
    const anchor = record(numbers, authority.pem);
    const fault = async (shown: { own: string; key: string }, by = authority.pem) =>
      (await met({ cert: shown.own + by, key: shown.key }, anchor)).replace(/^.*\(DANE\): /, "");
    assert.equal(await fault(await certified()), "authenticated");
    assert.equal(await fault(await certified({ hosts: ["example.org"] })), "authenticated", "the domain's");
    assert.match(await fault(await certified({ hosts: ["other.example"] })), /for another name than mx/);
    assert.match(await fault(await certified({ notAfter: now - hour })), /has expired/);
    assert.match(await fault(await certified(), ""), /nobody whom its TLSA records name vouches/);
    const forger = await MailAuthority.found();
    const forged = await forger.certify({ hosts: [host], key: "p256" });
    assert.match(
      await fault(forged, forger.pem + authority.pem),
      /nobody whom its TLSA records name vouches/,
    );
    assert.match(await fault(forged, authority.pem), /nobody whom its TLSA records name vouches/);
  });
}

test("who vouches for a server is found in whatever order it sends them, and over either of two ways", async () => {
  const root = await MailAuthority.found("Root");
  const between = await MailAuthority.found("Between");
  const { own, key } = await between.certify({ hosts: [host], key: "p256" });
  const crossed = await root.vouchFor(between);
  for (const sent of [
    [crossed, root.pem],
    [root.pem, crossed],
    [between.pem, crossed, root.pem],
    [authority.pem, root.pem, crossed, between.pem, crossed],
  ]) {
    for (const anchor of [root.pem, crossed]) {
      const cert = [own, ...sent].join("");
      assert.equal(await met({ cert, key }, record("2 0 1", anchor)), "authenticated");
    }
  }
  const stranger = await MailAuthority.found("Stranger");
  const circle = [own, crossed, await between.vouchFor(root), stranger.pem].join("");
  assert.match(await met({ cert: circle, key }, record("2 0 1", stranger.pem)), /nobody whom its TLSA/);
});

test("a key that leaves out what others write counts as it stands in the certificate", async () => {
  const { own } = await certified({ key: "rsa" });
  const [signed = Buffer.of(), ...rest] = elementsOf(new X509Certificate(own).raw);
  const fields = elementsOf(signed);
  const [, bits = Buffer.of()] = elementsOf(fields[6] ?? Buffer.of());
  const bare = sequence(sequence(objectIdentifier("1.2.840.113549.1.1.1")), bits);
  const certificate = new X509Certificate(sequence(sequence(...fields.with(6, bare)), ...rest));
  const records = [{ usage: 3, selector: 1, matchingType: 0, association: bare }];
  assert.equal(daneFault(certificate, { records, names, now }), undefined);
});

test("a certificate that is not in DER has no key, not an empty one", async () => {
  const { own } = await certified();
  const [signed = Buffer.of(), ...rest] = elementsOf(new X509Certificate(own).raw);
  const fields = elementsOf(signed);
  const endless = Buffer.concat([
    Buffer.of(0x30, 0x80),
    ...elementsOf(fields[3] ?? Buffer.of()),
    Buffer.of(0, 0),
  ]);
  const certificate = new X509Certificate(sequence(sequence(...fields.with(3, endless)), ...rest));
  // What a command that failed before its digest writes into zones.
  const association = hash("sha256", "", "buffer");
  const records = [{ usage: 3, selector: 1, matchingType: 1, association }];
  assert.equal(daneFault(certificate, { records, names, now }), "no-match");
});

test("a record of a whole certificate says the same in short, in memory of its own", async () => {
  const { own, key } = await certified();
  for (const numbers of ["3 0 0", "3 1 0", "3 1 1", "3 0 2"]) {
    const given = record(numbers, own);
    const short = inShort(given);
    assert.ok(short.association.length <= 64);
    assert.equal(short.association.buffer.byteLength, short.association.length);
    assert.equal(await met({ cert: own, key }, short), "authenticated");
  }
});

test("one record of several is enough", async () => {
  const { own, key } = await certified();
  const old = await certified();
  assert.equal(
    await met({ cert: own, key }, record("3 1 1", old.own), record("3 1 1", own)),
    "authenticated",
  );
});

test("a server that offers no TLS is not spoken to", async () => {
  const { own, key } = await certified();
  assert.match(
    await met({ cert: own, key, hideSTARTTLS: true }, record("3 1 1", own)),
    /^temporary-failure: The server does not offer STARTTLS/,
  );
});

test("records that mail servers have no use for, or that are damaged, are known as such", async () => {
  const { own } = await certified();
  const good = record("3 1 1", own);
  assert.ok(isUsable(good));
  for (const wrong of [
    { usage: 0 },
    { usage: 1 },
    { usage: 255 },
    { selector: 2 },
    { matchingType: 3 },
    { association: good.association.subarray(1) },
  ]) {
    assert.ok(!isUsable({ ...good, ...wrong }), JSON.stringify(wrong));
  }
});
