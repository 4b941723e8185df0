import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { before, test } from "node:test";
import { der, elementsOf, objectIdentifier, sequence, set } from "#protocols/x509/der.ts";
import { forServers, MailAuthority, pemOf } from "#test/support/mail-certificates.ts";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { isFor, readSigningCertificate } from "./certificate.ts";

let authority: MailAuthority;
before(async () => {
  authority = await MailAuthority.found();
});

const addresses = ["Ann@example.com", '"a, email:b"@example.com'];

test("a certificate says whose it is, until when, and who vouches for it, in whatever order they were given", async () => {
  const notBefore = Date.UTC(2026, 0, 1);
  const notAfter = Date.UTC(2049, 0, 1);
  const given = await authority.certify({ addresses, notBefore, notAfter });
  const reading = readSigningCertificate(given);
  assert.ok(reading.ok);
  const { certificate } = reading;
  assert.deepEqual(certificate.addresses, addresses);
  assert.deepEqual([certificate.notBefore, certificate.notAfter], [notBefore, notAfter]);
  assert.equal(certificate.chain.length, 2);
  const [own] = certificate.chain;
  assert.ok(own);
  assert.ok(isFor(own, "Ann@EXAMPLE.com"));
  assert.ok(!isFor(own, "ann@example.com"), "what is before the @ is the domain's own business");
  assert.ok(!isFor(own, "Ann@mail.example.com"));
});

test("an address of the subject is found beside its common name, whatever is in it", async () => {
  const attribute = (type: string, tag: number, text: string) =>
    sequence(objectIdentifier(type), der(tag, Buffer.from(text)));
  const commonName = attribute("2.5.4.3", 0x0c, "Ann");
  for (const address of ["ann@example.com", "ann+shop@example.com", '"a, b"@example.com']) {
    const subject = sequence(set(commonName, attribute("1.2.840.113549.1.9.1", 0x16, address)));
    const reading = await changed({ field: 5, to: () => subject }, { addresses: [] });
    assert.deepEqual(reading.ok && reading.certificate.addresses, [address]);
  }
});

test("a name that is no address, or has a NUL in it, is not one of a certificate's addresses", async () => {
  const strange = ["", "ann", "ann@example.com\0.example.org", "\0@example.com"];
  const given = await authority.certify({ addresses: [...strange, ...addresses], key: "p256" });
  const reading = readSigningCertificate(given);
  assert.deepEqual(reading.ok && reading.certificate.addresses, addresses);
  const unnamed = readSigningCertificate(await authority.certify({ addresses: strange, key: "p256" }));
  assert.match(unnamed.ok ? "" : unnamed.fault, /names no e-mail address/);
});

test("an address that a certificate names twice is one", async () => {
  const given = await authority.certify({ addresses: [...addresses, ...addresses], key: "p256" });
  const reading = readSigningCertificate(given);
  assert.deepEqual(reading.ok && reading.certificate.addresses, addresses);
});

test("a certificate of very many addresses is refused in a moment", async () => {
  const certified = async (length: number) => {
    const many = Array.from({ length }, (_, index) => `${index.toString(36)}@t.test`);
    return await authority.certify({ addresses: many, key: "p256" });
  };
  const refused = (given: Awaited<ReturnType<typeof certified>>) => () => {
    const reading = readSigningCertificate(given);
    assert.match(reading.ok ? "" : reading.fault, /names more than 100 e-mail addresses/);
  };
  await assertTakesLess(30, refused(await certified(4_000)), refused(await certified(500)));
});

for (const [usage, isTaken] of [
  [0x80, true],
  [0x40, true],
  [0xe0, true],
  [0x20, false],
  [0x08, false],
] as const) {
  test(`a certificate whose key has the usage ${usage} ${isTaken ? "signs" : "signs nothing"}`, async () => {
    const reading = readSigningCertificate(await authority.certify({ addresses, key: "p256", usage }));
    assert.match(reading.ok ? "" : reading.fault, isTaken ? /^$/ : /not for signing \(key usage/);
  });
}

test("a certificate that is not in DER, or whose times cannot be read, is refused before it signs", async () => {
  assert.ok((await changed({ field: 3, to: (issuer) => issuer })).ok);
  const endless = (issuer: Buffer) =>
    Buffer.concat([Buffer.of(0x30, 0x80), ...elementsOf(issuer), Buffer.of(0, 0)]);
  const inBer = await changed({ field: 3, to: endless });
  assert.match(inBer.ok ? "" : inBer.fault, /not in DER/);
  const time = (text: string) => der(0x17, Buffer.from(text));
  const timeless = await changed({
    field: 4,
    to: () => sequence(time("260101000000Z"), time("300231000000Z")),
  });
  assert.match(timeless.ok ? "" : timeless.fault, /from when and until when/);
});

test("all who vouch for a certificate are sent along, over whichever of two ways, once each", async () => {
  const [old, young] = [await MailAuthority.found("Old root"), await MailAuthority.found("Young root")];
  const between = await MailAuthority.found("Between");
  const { own, key } = await between.certify({ addresses, key: "p256" });
  const [byOld, byYoung] = [await old.vouchFor(between), await young.vouchFor(between)];
  const certificate = [byOld, own, authority.pem, byYoung, old.pem, own, byOld, young.pem].join("");
  const reading = readSigningCertificate({ certificate, key });
  assert.ok(reading.ok);
  assert.deepEqual(
    reading.certificate.chain,
    [own, byOld, byYoung, old.pem, young.pem].map((pem) => new X509Certificate(pem).raw),
  );
});

test("of several certificates of one key, the one that is valid for longest is it", async () => {
  const given = await authority.certify({ addresses, key: "p256" });
  const time = (text: string) => der(0x17, Buffer.from(text));
  const old = sequence(time("240101000000Z"), time("250101000000Z"));
  const before = pemOf("CERTIFICATE", withField(given.own, { field: 4, to: () => old }));
  for (const certificate of [before + given.certificate, given.certificate + before]) {
    const reading = readSigningCertificate({ ...given, certificate });
    assert.ok(reading.ok && reading.certificate.notAfter > Date.now());
  }
});

/** A certificate, one of whose fields (RFC 5280 §4.1) is another. */
async function changed(change: Change, wanted: Parameters<MailAuthority["certify"]>[0] = { addresses }) {
  const given = await authority.certify({ ...wanted, key: "p256" });
  const certificate = pemOf("CERTIFICATE", withField(given.own, change));
  return readSigningCertificate({ ...given, certificate });
}

interface Change {
  readonly field: number;
  readonly to: (field: Buffer) => Buffer;
}

function withField(pem: string, { field, to }: Change): Buffer {
  const [signed = Buffer.of(), ...rest] = elementsOf(new X509Certificate(pem).raw);
  const fields = elementsOf(signed);
  return sequence(sequence(...fields.with(field, to(fields[field] ?? Buffer.of()))), ...rest);
}

const faults: Readonly<Record<string, [RegExp, () => Promise<{ certificate: string; key: string }>]>> = {
  "another's key": [
    /None of the certificates is that of the private key/,
    async () => ({ ...(await authority.certify({ addresses })), key: (await another()).key }),
  ],
  "a certificate for web servers": [
    /not for mail/,
    async () => await authority.certify({ addresses, purposes: [forServers] }),
  ],
  "a certificate without an address": [
    /names no e-mail address/,
    async () => await authority.certify({ addresses: [] }),
  ],
  "a small key": [
    /has 1024 bits; it must have 2048 to 4096/,
    async () => await authority.certify({ addresses, key: "smallRsa" }),
  ],
  "no certificate": [
    /There is no certificate in PEM/,
    async () => ({ ...(await another()), certificate: "hello" }),
  ],
  "a damaged certificate": [
    /What is between the lines of a certificate is none/,
    async () => ({
      ...(await another()),
      certificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    }),
  ],
  "no key": [/not one in PEM/, async () => ({ ...(await another()), key: "hello" })],
  "an encrypted key": [
    /encrypted; give it without a passphrase/,
    async () => ({
      ...(await another()),
      key: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
    }),
  ],
  "an endless text": [
    /longer than 65536 characters/,
    async () => ({ ...(await another()), certificate: "-----BEGIN CERTIFICATE-----".repeat(10_000) }),
  ],
};

async function another() {
  return await authority.certify({ addresses, key: "p256" });
}

for (const [what, [fault, given]] of Object.entries(faults)) {
  test(`${what} is refused, with a reason that holds nothing of the key`, async () => {
    const reading = readSigningCertificate(await given());
    assert.ok(!reading.ok);
    assert.match(reading.fault, fault);
  });
}
