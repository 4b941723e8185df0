import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { permittedHtml } from "./permitted-html.ts";

test("texts, tables, pictures and links stay as they were written", () => {
  const html =
    '<h1 class="a">Gr&uuml;&szlig;e &amp; more</h1><table width="600" cellpadding="0"><tr><td style="color:red" colspan="2">' +
    '<img src="data:image/png;base64,AA==" alt="x"><br><a href="https://shop.example/?a=1&amp;b=2">shop</a></td></tr></table><a href="mailto:a@shop.example" ses:tags="of:a;">write</a>';
  assert.equal(permittedHtml(html), html);
  assert.equal(
    permittedHtml("<a ses:no-track href=http://shop.example/>shop</a>"),
    '<a ses:no-track="" href="http://shop.example/">shop</a>',
  );
});

for (const [what, given, left] of [
  ["a style sheet", '<style>a[href^="https"]{background:url(//e.example)}</style>Hi', "Hi"],
  ["a style sheet that never ends", "Hi<style>a[href]{}", "Hi"],
  ["a style sheet elsewhere", '<link rel="stylesheet" href="https://e.example/">Hi', "Hi"],
  ["a script", "<script>alert(1)</script>Hi", "Hi"],
  ["a comment that never ends", "Hi<!-- ", "Hi"],
  ["a conditional comment", "<!--[if mso]><style>x</style><![endif]-->Hi", "Hi"],
  ["another base", '<base href="https://e.example/">Hi', "Hi"],
  ["a form around what follows", '<form action="https://e.example/"><textarea>Hi', ""],
  ["an attribute that never ends", "Hi<img src='https://e.example/?", "Hi"],
  ["a start tag that never ends", "Hi<b ", "Hi"],
  ["plain text to the end", "<plaintext>Hi", ""],
  ["foreign elements", "<svg><style>a{}</style><p>Hi</p></svg>", "<p>Hi</p>"],
  ["a link to a program", '<a href="javascript:alert(1)" onclick="x()">Hi</a>', "<a>Hi</a>"],
  ["elements that are left open", "<div><p>Hi</div>", "<div><p>Hi</p></div>"],
  [
    "a body",
    '<html><head><title>T</title></head><BODY bgcolor="red">Hi</BODY></html>',
    '<div bgcolor="red">Hi</div>',
  ],
  ["a lonely bracket", "1 < 2", "1 &lt; 2"],
  ["quotes within quotes", "<p title='\"><style>'>Hi", '<p title="&quot;><style>">Hi</p>'],
] as const) {
  test(`of ${what} nothing is left that reaches what follows`, () => {
    assert.equal(permittedHtml(given), left);
  });
}

test("whatever it was, it is closed in the end, and what was permitted is permitted again", () => {
  const random = seeded(23);
  const pieces = [
    ..."<>\"'=/! -".split(""),
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<a href=",
    "https://",
    "<p",
    "<div>",
    "</div>",
    "<td style=",
    "x",
    "&lt;",
    "<![CDATA[",
    "<?",
    "<textarea>",
    "</",
  ];
  for (let round = 0; round < 20_000; round += 1) {
    const html = Array.from({ length: random.below(14) }, () => pieces[random.below(pieces.length)]).join("");
    const once = permittedHtml(html);
    assert.equal(permittedHtml(once), once, html);
    assert.equal(permittedHtml(`${once}<b>end</b>`), `${once}<b>end</b>`, html);
  }
});

test("ten million characters of tags are gone through in a moment", () => {
  for (const tag of ["<div>", "<b><i>", "</p>", "<!--", "<p a=", "<style>", "<"]) {
    const html = tag.repeat(10_000_000 / tag.length);
    assert.ok(permittedHtml(html).length <= 6 * html.length, tag);
  }
});
