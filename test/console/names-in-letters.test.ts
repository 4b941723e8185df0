import assert from "node:assert/strict";
import { test } from "node:test";
import { domainToASCII } from "node:url";
import { inLetters, toAscii } from "#console/names/in-letters.ts";
import { decodePunycode } from "#console/names/punycode.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("A-labels are read as the letters they stand for", () => {
  for (const name of [
    "münchen.example",
    "ann@bücher.münchen.example",
    "kierų.lt",
    "việtnam.vn",
    "почта.рф",
    "εταιρεία.gr",
    "शॉप.भारत",
    "قهوة.example",
    "בית-קפה.example",
    "日本語ドメイン.jp",
    "tokyo東京.jp",
    "한국shop.example",
    "ร้าน.ไทย",
    "scienziàti-2026.example",
    "пирожки.example",
  ]) {
    const [local, domain] = name.includes("@") ? name.split("@") : [undefined, name];
    const ascii = domainToASCII(domain ?? "");
    assert.match(ascii, /xn--/);
    assert.equal(inLetters(local === undefined ? ascii : `${local}@${ascii}`), name);
    assert.equal(toAscii(name), local === undefined ? ascii : `${local}@${ascii}`);
  }
});

test("what could be taken for other letters stays as it is", () => {
  for (const name of [
    "pаypаl.example", // Cyrillic а among Latin letters
    "аррӏе.example", // nothing but Cyrillic, drawn like Latin
    "ехсеѕѕ.example",
    "οροτ.example", // Greek
    "ɑpple.example", // IPA
    "faceboοk.example", // a Greek omicron
    "ıstanbul-paypaı.example",
    "exampleノlogin.example", // Katakana as a slash
    "सहज१.example", // digits of its own, of which some are drawn like others
    "☕.example",
    "аррӏе.münchen.example", // one label of two
  ]) {
    const ascii = domainToASCII(name);
    assert.match(ascii, /xn--/, name);
    assert.equal(inLetters(ascii), undefined, name);
  }
});

test("what is no Punycode stays as it is", () => {
  for (const name of [
    "shop.example",
    "xn--.example",
    "xn--a.example",
    "xn--9999999999.example",
    "xn--mnchen-3yA.example",
  ])
    assert.equal(inLetters(name), undefined, name);
  for (const text of ["a/ü", "ü:1", "ü%2e", "", "ü ü", "shop"]) assert.equal(toAscii(text), text);
});

test("Punycode is read as Node reads it, whatever it is", () => {
  let seed = 7;
  const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const ranges = [0x61, 0xe0, 0x430, 0x3b1, 0x4e00, 0xac00, 0x1f600] as const;
  for (let round = 0; round < 2_000; round += 1) {
    const letters = Array.from({ length: 1 + draw(12) }, () =>
      String.fromCodePoint((ranges[draw(ranges.length)] ?? 0) + draw(24)),
    ).join("");
    const ascii = domainToASCII(letters);
    if (!ascii.startsWith("xn--")) continue;
    assert.equal(domainToASCII(decodePunycode(ascii.slice(4)) ?? ""), ascii, letters);
  }
});

test("a name in letters is registered, shown, found and opened; a homograph is not", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await world.plain("POST", "/v2/email/identities", { EmailIdentity: domainToASCII("аррӏе.example") });
  await visitor.goTo("/identities");
  await visitor.click("Register");
  await visitor.type("Domain or e-mail address", "münchen.example");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Register", exact: true }).click();
  await visitor.page.getByRole("heading", { name: "münchen.example", exact: true }).waitFor();
  await visitor.sees("xn--mnchen-3ya.example");
  await visitor.requireAccessible();
  await visitor.goTo("/identities");
  await visitor.page
    .getByRole("link", { name: "münchen.example xn--mnchen-3ya.example", exact: true })
    .waitFor();
  assert.equal(await visitor.page.getByText("аррӏе").count(), 0);
  await visitor.type("Search by name", "münchen.example");
  await visitor.eventually(async () => (await visitor.page.getByRole("row").count()) === 2);
  await visitor.sees("xn--mnchen-3ya.example");
});

test("a field says what the list is narrowed to, also when it is narrowed from elsewhere", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const links = page.getByRole("navigation", { name: "Pages" });
  for (const [list, path, field] of [
    ["Identities", "/identities?name=shop", "Search by name"],
    ["Messages", "/messages?to=ann", "Recipient"],
  ] as const) {
    await visitor.goTo(path);
    const typed = page.getByRole("textbox", { name: field, exact: true });
    assert.notEqual(await typed.inputValue(), "");
    await links.getByRole("link", { name: list, exact: true }).click();
    await page.waitForURL((url) => url.search === "");
    await visitor.eventually(async () => (await typed.inputValue()) === "");
    await page.goBack();
    await visitor.eventually(async () => (await typed.inputValue()) !== "");
  }
});
