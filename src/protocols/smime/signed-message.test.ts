import assert from "node:assert/strict";
import { test } from "node:test";
import { readAllParts } from "#protocols/mime/parts.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { takeApart } from "#test/support/smime.ts";
import { readSigningCertificate, type SigningCertificate } from "./certificate.ts";
import { signedMessage } from "./signed-message.ts";

const now = Date.now();
const random = seeded(11);
const bounds = { parts: 50, depth: 10, headerOctets: 100_000 };

async function signer(authority: MailAuthority, key: "rsa" | "p256" | "p384" = "p256") {
  const reading = readSigningCertificate(await authority.certify({ addresses: ["a@example.com"], key }));
  assert.ok(reading.ok);
  return reading.certificate;
}

async function sign(message: string, by: SigningCertificate): Promise<Uint8Array> {
  return await signedMessage(Buffer.from(message, "utf8"), by, { random, now });
}

for (const key of ["rsa", "p256", "p384"] as const) {
  test(`a reader who trusts the authority finds a message signed with ${key}, and nothing in it changed`, async () => {
    const authority = await MailAuthority.found();
    const signed = await sign("From: a@example.com\r\n\r\nHello.\r\n", await signer(authority, key));
    const { content, signature } = takeApart(signed);
    assert.equal(content.toString(), "Content-Type: text/plain\r\n\r\nHello.\r\n");
    assert.ok(await authority.vouchesFor(content, signature));
    const changed = Buffer.from(content);
    changed.write("J", changed.indexOf("Hello"));
    assert.ok(!(await authority.vouchesFor(changed, signature)), "what was changed on the way is seen");
    const stranger = await MailAuthority.found();
    assert.ok(!(await stranger.vouchesFor(content, signature)), "another authority vouches for nobody here");
  });
}

test("what says how to read the content goes with it, and the rest stays where it was, octet for octet", async () => {
  const message = [
    "X-First:  two  spaces",
    "From: a@example.com",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "Content-Language: de",
    "Subject: folded",
    " here",
    "",
    "--b",
    "",
    "Hello.",
    "--b--",
    "",
  ].join("\r\n");
  const signed = await sign(message, await signer(await MailAuthority.found()));
  const [header = ""] = Buffer.from(signed).toString().split("\r\n\r\n");
  assert.ok(
    header.startsWith("X-First:  two  spaces\r\nFrom: a@example.com\r\nSubject: folded\r\n here\r\n"),
  );
  assert.equal(header.match(/MIME-Version/g)?.length, 1);
  const { content } = takeApart(signed);
  assert.equal(
    content.toString(),
    'Content-Type: multipart/mixed; boundary="b"\r\nContent-Language: de\r\n\r\n--b\r\n\r\nHello.\r\n--b--\r\n',
  );
});

test("whatever is not 7bit is encoded before it is signed, at every depth, and says the same", async () => {
  const authority = await MailAuthority.found();
  const message = [
    "From: a@example.com",
    'Content-Type: multipart/mixed; boundary="out"',
    "",
    "--out",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "Grüße aus einem ansonsten gewöhnlichen Text, der sich lesen lässt.",
    "--out",
    "Content-Type: message/rfc822",
    "Content-Transfer-Encoding: 8bit",
    "",
    "Subject: inner",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<p>日本語</p>",
    "--out",
    "Content-Type: application/octet-stream",
    "",
    "x".repeat(995),
    "--out--",
    "",
  ].join("\r\n");
  const signed = await sign(message, await signer(authority));
  const { content, signature } = takeApart(signed);
  assert.ok(await authority.vouchesFor(content, signature));
  assert.ok(content.every((octet) => octet < 128));
  const read = readAllParts(content, bounds);
  const [text, enclosed, file] = read?.parts ?? [];
  assert.match(Buffer.from(text?.body ?? []).toString(), /^Grüße .* lässt\.$/);
  assert.match(content.toString(), /Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe aus/);
  const inner = readAllParts(enclosed?.body ?? Buffer.of(), bounds);
  assert.equal(Buffer.from(inner?.body ?? []).toString(), "<p>日本語</p>");
  assert.equal(file?.body.length, 995);
});

test("what gateways do to lines that begin with From, and to white space at the end of lines, breaks no signature", async () => {
  const authority = await MailAuthority.found();
  const text = ["From here on:", "From ", "two spaces  ", "a tab\t", " ", "not From here", ""].join("\r\n");
  const parts = [
    ["text/plain", text],
    ["text/plain; format=flowed", "flowed \r\nFrom a text\r\n-- \r\nAnn"],
    ["text/plain; charset=utf-8", `From ${"grün ".repeat(40)}`],
    ["application/json", '{\t\r\n"a": 1 }'],
    ["text/html", "From the end "],
    ["message/rfc822", "Subject: inner\r\n\r\nFrom inside \r\n"],
  ];
  const message = [
    "From: a@example.com",
    'Content-Type: multipart/mixed; boundary="out"',
    "",
    ...parts.flatMap(([type, body]) => ["--out", `Content-Type: ${type}`, "", body]),
    "--out--",
    "",
  ].join("\r\n");
  const { content, signature } = takeApart(await sign(message, await signer(authority)));
  const passed = content
    .toString("latin1")
    .replaceAll(/^From /gm, ">From ")
    .replaceAll(/[ \t]+(?=\r\n)/g, "");
  assert.equal(passed, content.toString("latin1"));
  assert.ok(await authority.vouchesFor(content, signature));
  const bodies = readAllParts(content, bounds)?.parts.map(({ body }) => Buffer.from(body).toString());
  assert.deepEqual(
    bodies?.slice(0, -1),
    parts.slice(0, -1).map(([, body]) => body),
  );
  assert.match(content.toString(), /^=46rom inside=20$/m);
});

test("a part that somebody else signed is not touched", async () => {
  const inner = "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nGrüße\r\n--s--\r\n";
  const message = `From: a@example.com\r\n${inner}`;
  const signed = await sign(message, await signer(await MailAuthority.found()));
  assert.equal(takeApart(signed).content.toString(), inner);
});
