import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readParts } from "#protocols/mime/parts.ts";
import { assertLinear, assertTakesLess, turnsDuring } from "#test/support/processor-time.ts";
import type { AggregateReport } from "./aggregate-report.ts";
import { reportIn } from "./report-mail.ts";

/** Two days of February 2026 have it between them. */
const head = [
  "<report_metadata><org_name>Far &amp; Wide</org_name><email>dmarc@far.example</email>",
  "<report_id>12.34</report_id><date_range><begin>1770076800</begin><end>1770163199</end></date_range>",
  "</report_metadata><policy_published><domain>Shop.Example.</domain><adkim>r</adkim><aspf>s</aspf>",
  "<p>reject</p><sp>none</sp></policy_published>",
].join("\n");

const record = (source: string, count: number | string, more = "") =>
  `<record><row><source_ip>${source}</source_ip><count>${count}</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>${more}</record>`;

const full = `<record>
  <row>
    <source_ip>2001:DB8::1</source_ip>
    <count> 17 </count>
    <policy_evaluated>
      <disposition>quarantine</disposition><dkim>pass</dkim><spf>fail</spf>
      <reason><type>mailing_list</type><comment>a list</comment></reason>
      <reason><type>local_policy</type></reason>
    </policy_evaluated>
  </row>
  <identifiers>
    <header_from>News.Shop.example</header_from><envelope_from>list.example</envelope_from>
  </identifiers>
  <auth_results>
    <dkim><domain>shop.example</domain><selector>Abc</selector><result>pass</result></dkim>
    <dkim><domain>List.example</domain><result>fail</result><human_result>body changed</human_result></dkim>
    <spf><domain>list.example</domain><scope>mfrom</scope><result>Pass</result></spf>
  </auth_results>
</record>`;

const feedback = (records: string, root = "feedback") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${head}${records}</${root}>`;

function mail(body: string | Uint8Array, type = "application/gzip", times = 1): Buffer {
  const content = Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\r\n");
  const part = ["--b", `Content-Type: ${type}`, "Content-Transfer-Encoding: base64", "", content];
  return Buffer.from(
    [
      "From: dmarc@far.example",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "A report is enclosed.",
      ...Array.from({ length: times }, () => part).flat(),
      "--b--",
      "",
    ].join("\r\n"),
  );
}

async function read(
  body: string | Uint8Array,
  type?: string,
  times?: number,
): Promise<AggregateReport | undefined> {
  const message = readParts(mail(body, type, times));
  assert.ok(message);
  return await reportIn(message);
}

/** As a zip program wrote it. */
const zipped = Buffer.from(
  "UEsDBBQAAAAIAAAAQ1zvCIsmHQEAADQCAAA2AAAAemlwcGluZy5leGFtcGxlIXNob3AuZXhhbXBsZSExNzcwMDc2ODAwITE3NzAxNjMxOTkueG1sZZLrbsIwDIVfZeIBmnZIMCTP7E2q0LjFoomjpGWMp5/LtRu/Yh/Hx18usD35/u1IKbOEz0VVlIstQkvkdrY5ICSKkoba02CdHSyCpK4O1hOeOUYOXUEn62NPYB4VIG+5R+dtar5etl2Ld2N2eK7APDPQMVQnGzo12lHHAav1uizXq4+yBHNVgIK7yNVqWW02aqo5mHmreSGP0nPzU8dx13Pe0zRKlCVg3kt88t1EiBgkaB7V67U1USNpWuUbIcuYGqo5YrV5L8rivVCkpwiNjGHAJZhrcCeho+1HRZ5IOEfJPOgj3MbOFXAH9hhtzqpPIeTYYqv3qGM0egDOHM2FjB2FgVvW90XYk3WU6jaJ/3fmeQXMnyZzP6l5fIpfUEsBAhQDFAAAAAgAAABDXO8IiyYdAQAANAIAADYAAAAAAAAAAAAAAIABAAAAAHppcHBpbmcuZXhhbXBsZSFzaG9wLmV4YW1wbGUhMTc3MDA3NjgwMCExNzcwMTYzMTk5LnhtbFBLBQYAAAAAAQABAGQAAABxAQAAAAA=",
  "base64",
);

describe("an aggregate report", () => {
  test("is read with all that it says", async () => {
    assert.deepEqual(await read(gzipSync(feedback(full))), {
      organization: "Far & Wide",
      contact: "dmarc@far.example",
      id: "12.34",
      beginsAt: Date.UTC(2026, 1, 3),
      endsAt: Date.UTC(2026, 1, 4) - 1_000,
      policy: { domain: "shop.example", p: "reject", sp: "none", adkim: "r", aspf: "s" },
      rows: [
        {
          source: "2001:db8::1",
          messages: 17,
          disposition: "quarantine",
          dkim: true,
          spf: false,
          overrides: ["mailing_list", "local_policy"],
          headerFrom: "news.shop.example",
          envelopeFrom: "list.example",
          signatures: [
            { domain: "shop.example", selector: "Abc", result: "pass" },
            { domain: "list.example", selector: "", result: "fail" },
          ],
          spfResult: "pass",
        },
      ],
    });
  });

  test("is found whatever it is packed in and called", async () => {
    const inZip = await read(zipped, "application/octet-stream");
    assert.deepEqual([inZip?.id, inZip?.rows[0]?.messages], ["z1", 3]);
    for (const [body, type] of [
      [feedback(full), "text/xml"],
      [gzipSync(feedback(full)), "application/zip"],
      [gzipSync(feedback(full)), "application/x-gzip"],
      [zipped, "application/gzip"],
    ] as const) {
      assert.equal((await read(body, type))?.rows.length, 1, type);
    }
    const alone = readParts(
      Buffer.from(`Content-Type: application/xml\r\n\r\n${feedback(full)}`.replaceAll("\n", "\r\n")),
    );
    assert.equal(alone && (await reportIn(alone))?.rows[0]?.messages, 17);
  });

  test("is read in a namespace, with what is not closed, and without what is not said", async () => {
    const named = feedback(full)
      .replaceAll(/<(\/?)([a-z])/g, "<$1dmarc:$2")
      .replace("<dmarc:feedback>", '<dmarc:feedback xmlns:dmarc="urn:ietf:params:xml:ns:dmarc-2.0">');
    assert.equal((await read(named, "text/xml"))?.rows[0]?.signatures.length, 2);
    const unclosed = feedback(full).replace("<feedback>", '<feedback><xs:schema targetNamespace="x">');
    assert.equal((await read(unclosed, "text/xml"))?.rows[0]?.messages, 17);
    const bare = await read(feedback("<record><row><source_ip>192.0.2.1</source_ip><count>2</count></row>"));
    assert.deepEqual(bare?.rows, [
      {
        source: "192.0.2.1",
        messages: 2,
        disposition: "none",
        dkim: false,
        spf: false,
        overrides: [],
        headerFrom: "",
        envelopeFrom: "",
        signatures: [],
        spfResult: "",
      },
    ]);
  });

  test("has no rows of what is no address or no number", async () => {
    const rows = [record("x", 1), record("192.0.2.1", -1), record("192.0.2.1", "1e3"), record("::1", 4)];
    assert.deepEqual(
      (await read(feedback(rows.join(""))))?.rows.map(({ messages }) => messages),
      [4],
    );
  });

  test("is none where it is not said of whom, when, or which one it is", async () => {
    for (const missing of [
      /<domain>.*?<\/domain>/,
      /<report_id>.*?<\/report_id>/,
      /<begin>.*?<\/begin>/,
      /<end>.*?<\/end>/,
    ]) {
      assert.equal(await read(feedback(full).replace(missing, "")), undefined, String(missing));
    }
    assert.equal(await read(feedback(full).replace("<end>1770163199", "<end>1770000000")), undefined);
    for (const nothing of [
      "",
      "unused",
      "<html><body>Hello</body></html>",
      "PK\x03\x04nothing",
      "\x1f\x8b",
    ]) {
      assert.equal(await read(nothing), undefined, JSON.stringify(nothing));
    }
  });
});

describe("what is no report, and costs little", () => {
  test("a hundred times a hundred times more than it seems", async () => {
    assert.equal(await read(gzipSync(feedback(full) + " ".repeat(30 * 1024 * 1024))), undefined);
  });

  test("an archive that says less than it holds", async () => {
    const lying = Buffer.from(zipped);
    // The size in the central directory (APPNOTE 4.3.12).
    lying.writeUInt32LE(10, lying.indexOf("PK\x01\x02", 0, "latin1") + 24);
    assert.equal(await read(lying), undefined);
  });

  test("elements within elements without end", async () => {
    await assertTakesLess(
      1,
      async () => await read(`${"<a>".repeat(200_000)}${"</b>".repeat(200_000)}`),
      async () => await read(feedback(record("192.0.2.1", 1).repeat(7_000))),
    );
  });

  test("elements beside elements without end, in one part or in several", async () => {
    const endless = gzipSync(`<feedback>${"<a/>".repeat(5_000_000)}`);
    const largest = gzipSync(feedback(record("192.0.2.1", 1).repeat(22_000)));
    await assertTakesLess(
      4,
      async () => await read(endless, "application/gzip", 4),
      async () => await read(largest),
    );
  });

  test("elements that entities stand for", async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${feedback(full)}`;
    const report = await read(bomb.replace("Far &amp; Wide", "&b;"), "text/xml");
    assert.equal(report?.organization, "&b;");
  });

  test("a name, a comment, a text, or an attribute that never ends", async () => {
    for (const begun of ["<", "<!--", "<a>", '<a b="', "<![CDATA["]) {
      await assertLinear(async (size) => await read(begun + "a".repeat(size)), 100_000);
    }
  });

  test("others have their turn while the largest is read, and what is too much of it is left", async () => {
    const xml = gzipSync(feedback(record("192.0.2.1", 1).repeat(90_000)));
    const { result, allMs, longestMs } = await turnsDuring(async () => await read(xml));
    assert.equal(result?.rows.length, 20_000);
    assert.ok(longestMs < allMs / 5, `${longestMs} of ${allMs} ms at once`);
  });
});

test("what would steer a terminal is left out of what a stranger's report says", async () => {
  const signed =
    "<auth_results><dkim><domain>a\x1b]0;b\x07\x9b2J.example</domain><result>pass</result></dkim></auth_results>";
  const escaped = "<identifiers><header_from>&#27;[2Ja.example</header_from></identifiers>";
  const report = await read(gzipSync(feedback(record("192.0.2.1", 1, signed + escaped))));
  assert.equal(report?.rows[0]?.signatures[0]?.domain, "a]0;b2j.example");
  assert.equal(report?.rows[0]?.headerFrom, "[2ja.example");
});
