import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { rewriteHtml } from "./rewrite-html.ts";
import { readTags } from "./start-tags.ts";

const linkFor = (url: string, tags: string | undefined) =>
  `https://t.example/l?${url}${tags === undefined ? "" : `#${tags}`}`;
const rewrite = (html: string) => rewriteHtml(html, { linkFor, pictureUrl: undefined });

const cases: readonly [what: string, html: string, expected: string][] = [
  ["a link", '<a href="http://a.example/">a</a>', '<a href="https://t.example/l?http://a.example/">a</a>'],
  [
    "in any letter case and quotes",
    "<A HREF='http://a.example/'>a</A>",
    '<A href="https://t.example/l?http://a.example/">a</A>',
  ],
  [
    "without quotes",
    "<a href=http://a.example/ class=x>a</a>",
    '<a href="https://t.example/l?http://a.example/" class=x>a</a>',
  ],
  [
    "with entities",
    '<a href="http://a.example/?a=1&amp;b=2">a</a>',
    '<a href="https://t.example/l?http://a.example/?a=1&amp;b=2">a</a>',
  ],
  ["told not to", '<a ses:no-track href="http://a.example/">a</a>', '<a href="http://a.example/">a</a>'],
  [
    "with tags",
    '<a ses:tags="k:v" href="http://a.example/">a</a>',
    '<a href="https://t.example/l?http://a.example/#k:v">a</a>',
  ],
  ["by mail", '<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'],
  ["that is no URL", '<a href="http://a b/">a</a>', '<a href="http://a b/">a</a>'],
  ["that is script", '<a href="javascript:alert(1)">a</a>', '<a href="javascript:alert(1)">a</a>'],
  ["in a comment", '<!-- <a href="http://a.example/"> -->', '<!-- <a href="http://a.example/"> -->'],
  [
    "in a script",
    '<script>"<a href=http://a.example/>"</script>',
    '<script>"<a href=http://a.example/>"</script>',
  ],
  [
    "given twice",
    '<a href="http://a.example/" href="http://b.example/">a</a>',
    '<a href="https://t.example/l?http://a.example/" href="http://b.example/">a</a>',
  ],
];

for (const [what, html, expected] of cases) {
  test(`a link ${what}`, () => {
    assert.equal(rewrite(html), expected);
  });
}

test("an octet of a character is no white space, whatever it would be by itself", () => {
  const html = Buffer.from('<a title=voil\u00e0 href="http://a.example/">a</a>').toString("latin1");
  const expected = html.replace("http://a.example/", "https://t.example/l?http://a.example/");
  assert.equal(rewrite(html), expected);
});

test("the picture stands at the end of the body, or where its sender wants it", () => {
  const picture = (html: string) =>
    rewriteHtml(html, { linkFor: undefined, pictureUrl: "https://t.example/o" });
  const img = '<img src="https://t.example/o" alt="" width="1" height="1">';
  assert.equal(picture("<body><p>a</p></body>"), `<body><p>a</p>${img}</body>`);
  assert.equal(picture("<p>a</p>"), `<p>a</p>${img}`);
  assert.equal(picture("a{{ses:openTracker}}b{{ses:openTracker}}"), `a${img}b`);
  assert.equal(rewrite("a{{ses:openTracker}}b"), "ab");
});

test("no more than 250 links are rewritten", () => {
  const html = '<a href="http://a.example/">a</a>'.repeat(300);
  assert.equal(rewrite(html).split("t.example").length - 1, 250);
});

test("whatever the HTML, what is not a link stays as it was", () => {
  const random = seeded(11);
  const pieces = [
    "<a ",
    "href=",
    '"http://a.example/"',
    "'",
    '"',
    ">",
    "<",
    "</a>",
    "<!--",
    "-->",
    "x",
    " ",
    "=",
    "&amp;",
    "<script>",
    "</body>",
  ];
  for (let round = 0; round < 3_000; round++) {
    const html = Array.from({ length: random.below(30) }, () => pieces[random.below(pieces.length)]).join("");
    const untouched = rewriteHtml(html, { linkFor: () => undefined, pictureUrl: undefined });
    assert.equal(untouched, html);
    rewrite(html);
  }
});

test("a million nested elements are read in one pass, as a parser that keeps them all would not in an hour", () => {
  const deep = rewrite(`${"<ul><li>".repeat(500_000)}<a href="http://a.example/">a</a>`);
  assert.match(deep, /<a href="https:\/\/t\.example\/l\?http:\/\/a\.example\/">a<\/a>$/);
});

test("a tag of very many attributes that are for us is read like any other", () => {
  assert.equal(rewrite(`<a${' ses:tags="x:y"'.repeat(200_000)}>a</a>`), "<a>a</a>");
});

test("of a tag of very many other attributes none is kept", () => {
  const others = Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(" ");
  const kept: string[] = [];
  const html = `<a ${others} HREF="http://a.example/" ses:tags="x:y" ses:no-track href=x>a</a>`;
  readTags(html, { onLink: ({ attributes }) => kept.push(...attributes.keys()), onBodyEnd() {} });
  assert.deepEqual(kept, ["href", "ses:tags", "ses:no-track"]);
});
