import assert from "node:assert/strict";
import { test } from "node:test";
import { renderMessage } from "./rendered-message.ts";

function related(markup: string, pictureType = "image/png"): Buffer {
  return Buffer.from(
    [
      'Content-Type: multipart/related; boundary="b"',
      "",
      "--b",
      "Content-Type: text/html",
      "",
      markup,
      "--b",
      `Content-Type: ${pictureType}`,
      "Content-Transfer-Encoding: base64",
      "Content-ID: <logo@example.com>",
      "",
      "AAECAw==",
      "--b--",
      "",
    ].join("\r\n"),
  );
}

test("a picture inside the message is shown in its place", () => {
  const page = renderMessage(related(`<img src="cid:logo@example.com"><img src="cid:other">`));
  assert.equal(page?.trim(), `<img src="data:image/png;base64,AAECAw=="><img src="cid:other">`);
});

test("a picture is found by a name that is written in percents", () => {
  const page = renderMessage(related(`<img src="cid:logo%40example.com">`));
  assert.equal(page?.trim(), `<img src="data:image/png;base64,AAECAw==">`);
});

test("only pictures are put in place, not what could be a document", () => {
  const page = renderMessage(related(`<img src="cid:logo@example.com">`, "image/svg+xml"));
  assert.equal(page?.trim(), `<img src="cid:logo@example.com">`);
});

test("a message without HTML shows its text, as text", () => {
  const page = renderMessage(Buffer.from("Subject: x\r\n\r\n<script>1 < 2</script>\r\n"));
  assert.ok(page?.includes("&lt;script&gt;1 &lt; 2&lt;/script&gt;"));
});

test("nobody is connected to ahead of what is loaded", () => {
  const markup = `<head><LINK rel=preconnect href="https://elsewhere.example"><link/rel="dns-prefetch" href="//elsewhere.example"></head><p>a <links>`;
  const page = renderMessage(Buffer.from(`Content-Type: text/html\r\n\r\n${markup}\r\n`));
  assert.equal(
    page?.trim(),
    `<head><meta rel=preconnect href="https://elsewhere.example"><meta/rel="dns-prefetch" href="//elsewhere.example"></head><p>a <links>`,
  );
});
