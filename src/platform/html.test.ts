import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "./html.ts";

test("what is put in is text, whatever it says", () => {
  const hostile = `"><script>alert('1')</script>&amp;`;
  assert.equal(
    html`<p title="${hostile}">${hostile}</p>`.text,
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
      "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>",
  );
});

test("HTML inside HTML is kept as it is", () => {
  assert.equal(html`<b>${html`<i>${"<"}</i>`}</b>`.text, "<b><i>&lt;</i></b>");
});
