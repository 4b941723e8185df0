import assert from "node:assert/strict";
import { test } from "node:test";
import { htmlOf, subjectOf, textOf } from "./verification-message.ts";

const request = {
  owner: { account: "111122223333", region: "us-east-1" },
  address: "ann@example.com",
  link: "https://signet.example/verify/TOKEN",
};

test("both forms name the address, the region and the account, and carry the link", () => {
  for (const form of [textOf(request), htmlOf(request)]) {
    for (const part of [
      "ann@example.com",
      "US East (N. Virginia), us-east-1",
      "111122223333",
      request.link,
    ]) {
      assert.ok(form.includes(part), part);
    }
    assert.match(form, /If it was not you, ignore this message/);
  }
});

test("the subject names the region as AWS does, or by its code", () => {
  assert.equal(
    subjectOf(request),
    "Signet - Email Address Verification Request in region US East (N. Virginia)",
  );
  const elsewhere = { ...request, owner: { ...request.owner, region: "toString" } };
  assert.equal(subjectOf(elsewhere), "Signet - Email Address Verification Request in region toString");
});

test("a hostile address stays text in HTML", () => {
  const page = htmlOf({ ...request, address: `"<script>alert('&')</script>"@example.com` });
  assert.doesNotMatch(page, /<script/);
  assert.ok(page.includes("&quot;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;&quot;@example.com"));
});

test("the HTML loads nothing", () => {
  assert.doesNotMatch(htmlOf(request), /<img|src=|url\(|@import|<link/);
});
