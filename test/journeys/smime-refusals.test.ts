import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { refused } from "#test/support/operation.ts";
import { signingCertificate } from "#test/support/signing-certificate.ts";
import { signingWorld } from "#test/support/signing-world.ts";

const domain = "shop.test";
const ann = `Ann@${domain}`;
const signing = "signing";
const path = "/signet/v1/certificates";

for (const engine of engines) {
  describe(`what S/MIME refuses on ${engine}`, () => {
    test("a renewal is for an address whichever case its domain is written in, and takes nobody's away who came meanwhile", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      const id = await signingCertificate(world, ann);
      const bob = `bob@${domain}`;
      const shouted = `Ann@${domain.toUpperCase()}`;
      assert.equal((await world.call("PUT", `${path}/${id}`, await pemFor([shouted]))).status, 200);
      const renewals = [await pemFor([shouted, bob]), await pemFor([shouted])];
      const [wider, narrower] = await Promise.all(
        renewals.map(async (one) => await world.call("PUT", `${path}/${id}`, one)),
      );
      const { certificates } = await world.plain<{ certificates: { addresses: string[] }[] }>("GET", path);
      assert.ok([200, 409].includes(wider?.status ?? 0));
      assert.ok([200, 400, 409].includes(narrower?.status ?? 0));
      if (wider?.status === 200) assert.deepEqual(certificates[0]?.addresses, [shouted, bob]);
    });

    test("the test virus is found in what is to be signed, however signing writes it", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      await signingCertificate(world, ann);
      const Data = Buffer.from(
        [
          `From: ${ann}`,
          "To: carl@far.example",
          "Content-Type: text/plain; charset=utf-8",
          "Content-Transfer-Encoding: 8bit",
          `X-SES-CONFIGURATION-SET: ${signing}`,
          "",
          `Grüße. ${"X5O!P%@AP[4\\PZX54(P^)7CC)7}"}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`,
          "",
        ].join("\r\n"),
      );
      await world.ses.send(new sdk.SendEmailCommand({ Content: { Raw: { Data } } }));
      await world.settle();
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
      assert.deepEqual(messages, []);
    });

    test("a header that is too long to be signed is refused as what it is", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      await signingCertificate(world, ann);
      const begins = `From: ${ann}\r\nTo: carl@far.example\r\nX-SES-CONFIGURATION-SET: ${signing}\r\n`;
      const line = `X-Long: ${"x".repeat(900)}\r\n`;
      const room = 1024 * 1024 - begins.length - 20;
      const lines = line.repeat(Math.floor(room / line.length));
      const last = `X-Last: ${"x".repeat(room - lines.length - 10)}\r\n`;
      const Data = Buffer.from(`${begins}${lines}${last}\r\nHello\r\n`);
      await refused(
        world.ses.send(new sdk.SendEmailCommand({ Content: { Raw: { Data } } })),
        "BadRequestException",
        400,
        "The header of the message is longer than 1048576 bytes.",
      );
    });
  });
}

async function pemFor(addresses: readonly string[]) {
  const authority = await MailAuthority.found();
  const { certificate, key } = await authority.certify({ addresses, key: "p256" });
  return { certificate, private_key: key };
}
