import assert from "node:assert/strict";
import { before, test } from "node:test";
import { forServers, MailAuthority } from "#test/support/mail-certificates.ts";
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
