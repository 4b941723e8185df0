import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Handlebars from "handlebars";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { compileTemplate, RenderingFault, TemplateFault } from "./index.ts";

const render = async (text: string, data: object) => (await compileTemplate(text, "all"))(data);
const fails = async (text: string, data: object, message: RegExp | string) =>
  await assert.rejects(render(text, data), (error) => {
    assert.ok(error instanceof RenderingFault || error instanceof TemplateFault, String(error));
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
const missing = (name: string) => `Attribute '${name}' is not present in the rendering data.`;

const data = {
  name: "Ann <a@b>",
  meta: { id: 7, ok: true, no: false, zero: 0, nothing: null, empty: [] },
  people: [
    { name: "Bo", tags: ["x", "y"] },
    { name: "Cy", tags: [] },
  ],
  byKey: { one: 1, two: 2 },
  kind: "row",
};

describe("the template language", () => {
  test("writes what Handlebars writes, unescaped", async () => {
    for (const text of [
      "Hello {{name}}, {{{name}}} {{&name}} \\{{name}} {{meta.id}}{{this.meta.zero}}{{meta.nothing}}{{meta.ok}}{{meta.no}}",
      "{{#each people}}{{@index}}/{{@key}}:{{name}}{{#if @first}}!{{/if}}{{#unless @last}}, {{/unless}}{{/each}}",
      "{{#each people as |person at|}}{{at}}{{person.name}}{{#each person.tags as |tag|}}{{tag}}{{person.name}}{{@../index}}{{/each}}{{/each}}",
      "{{#each people}}{{#each tags}}{{this}} of {{../name}} at {{@root.kind}} {{../../kind}}{{else}}none{{/each}};{{/each}}",
      "{{#each byKey}}{{@key}}={{.}} {{/each}}{{#each meta.empty}}x{{else}}empty{{/each}}",
      "{{#if meta.zero}}a{{else if meta.ok}}b{{else}}c{{/if}}{{#if meta.empty}}x{{/if}}{{#unless meta.no}}d{{/unless}}{{^meta.no}}e{{/meta.no}}",
      "{{#with meta}}{{id}}{{../name}}{{else}}no{{/with}}{{#with meta as |m|}}{{m.id}}{{/with}}",
      "{{#people}}{{name}} {{/people}}{{#meta}}{{id}}{{/meta}}{{#meta.ok}}yes{{name}}{{/meta.ok}}{{^meta.empty}}none{{/meta.empty}}",
      "{{lookup people 1}} {{lookup (lookup people 0) 'name'}} {{#each people}}{{lookup ../people @index}}{{/each}}",
      '{{#*inline "row"}}<{{name}}|{{x}}>{{/inline}}{{#each people}}{{> row x=@index}}{{/each}}{{> (lookup . "kind") people.[0] x="q"}}',
      '{{#*inline "a"}}[{{> @partial-block}}]{{/inline}}{{#> a}}in {{name}}{{/a}}{{#> nowhere}}instead{{/nowhere}}',
      '{{#*inline "p"}}line\n\nline {{name}}\n{{/inline}}<ul>\n  {{> p}}\n</ul>',
      "a\n{{#if meta.ok}}\n  b\n{{else}}\n  c\n{{/if}}\n  {{! gone }}\nd {{~name~}} e {{!-- {{x}} --}}f\n{{~#if meta.ok~}}  g  {{~/if~}}",
      "{{people}} {{meta}} {{meta.empty}} {{people.length}} {{people.0.name}} {{people.[1].name}}",
    ]) {
      const expected = Handlebars.compile(text, { noEscape: true })(data);
      assert.equal(await render(text, data), expected, text);
    }
  });

  test("an attribute that is not there is a failure where it would be written", async () => {
    await fails("{{nome}}", data, missing("nome"));
    await fails("{{meta.nome}}", data, missing("meta.nome"));
    await fails("{{nome.first}}", data, missing("nome.first"));
    await fails("{{#each people}}{{age}}{{/each}}", data, missing("age"));
    await fails("{{#if meta.ok}}{{nome}}{{/if}}", data, missing("nome"));
  });

  test("asked about in a block, it is false or empty", async () => {
    const text =
      "{{#if a.b}}1{{else}}2{{/if}}{{#unless a}}3{{/unless}}{{#each a}}4{{else}}5{{/each}}{{#with a}}6{{/with}}{{#a}}7{{/a}}{{^a}}8{{/a}}";
    assert.equal(await render(text, {}), "2358");
  });

  test("nothing is reached but the data itself", async () => {
    for (const path of [
      "constructor",
      "__proto__",
      "toString",
      "constructor.constructor",
      "meta.hasOwnProperty",
      "name.at",
    ]) {
      await fails(`{{${path}}}`, data, missing(path));
    }
    await fails("{{lookup this 'constructor'}}", data, missing("lookup"));
    const own = JSON.parse('{"__proto__": "mine", "constructor": 1}') as object;
    assert.equal(await render("{{__proto__}}{{constructor}}", own), "mine1");
    assert.equal(await render("{{#with __proto__}}x{{else}}y{{/with}}", data), "y");
    assert.equal(await render("{{x}}", { x: { toString: "no function" } }), "[object Object]");
  });

  test("helpers that are none, and the log, are refused", async () => {
    await fails("{{log 'x'}}", data, "There is no helper 'log'.");
    await fails("{{shout name}}", data, "There is no helper 'shout'.");
    await fails("{{#log}}{{/log}}", data, "There is no block 'log'.");
    await fails("{{#shout name}}{{/shout}}", data, "There is no helper 'shout'.");
    await fails("{{#if a b}}{{/if}}", data, "'if' takes one value.");
    await fails("{{> (lookup . 'x')}}", { x: { toString: 1 } }, "The partial  could not be found.");
    await fails("{{> nowhere}}", data, "The partial nowhere could not be found.");
    await fails("{{* decorate}}", data, "There are no decorators but 'inline'.");
    await fails("{{#if a}}", data, /^Parse error on line 1:.*: the template ends too early$/s);
    await fails("a {{/if}}", data, /^Parse error on line 1:.*: this is not expected here$/s);
  });

  test("an inline template only substitutes", async () => {
    const simple = await compileTemplate("Hello {{ name }} {{meta.id}}{{! no }}", "substitute");
    assert.equal(simple(data), "Hello Ann <a@b> 7");
    for (const text of ["{{#if name}}{{/if}}", "{{lookup people 0}}", '{{#*inline "x"}}{{/inline}}']) {
      await assert.rejects(compileTemplate(text, "substitute"), TemplateFault);
    }
  });
});

describe("hostile templates", () => {
  const many = { xs: Array.from({ length: 50_000 }, (_, at) => at), big: "x".repeat(200_000) };
  const names = Array.from({ length: 23 }, (_, at) =>
    Array.from({ length: 300 }, (__, n) => `n${at * 300 + n}`).join(" "),
  );
  const calls = Array.from({ length: 96 }).reduce<object>((n) => ({ n }), { list: many.xs });
  const tooLong = "{{#each xs}}{{#each ../xs}}{{/each}}{{/each}}";
  const endless: readonly [what: string, text: string, data: object, message: RegExp][] = [
    [
      "nested loops",
      "{{#each xs}}{{#each ../xs}}{{#each ../../xs}}{{this}}{{/each}}{{/each}}{{/each}}",
      many,
      /too much work/,
    ],
    ["loops that write nothing", "{{#each xs}}{{#each ../xs}}{{/each}}{{/each}}", many, /too much work/],
    ["a partial that calls itself", '{{#*inline "p"}}{{> p}}{{/inline}}{{> p}}', {}, /200 deep/],
    ["a partial that calls itself twice", '{{#*inline "p"}}{{> p}}{{> p}}{{/inline}}{{> p}}', {}, /200 deep/],
    [
      "partials that double",
      `${Array.from({ length: 40 }, (_, at) => `{{#*inline "p${at}"}}{{> p${at + 1}}}{{> p${at + 1}}}{{/inline}}`).join("")}{{#*inline "p40"}}{{/inline}}{{> p0}}`,
      {},
      /too much work/,
    ],
    ["huge output", "{{#each xs}}{{../big}}{{/each}}", many, /too large/],
    ["a list written often", "{{#each xs}}{{../xs}}{{/each}}", many, /too much work|too large/],
    [
      "a huge context copied often",
      '{{#*inline "p"}}{{/inline}}{{#each xs}}{{> p @root a=1}}{{/each}}',
      { xs: many.xs, ...Object.fromEntries(many.xs.entries()) },
      /too much work/,
    ],
    ["blocks nested deep", `${"{{#if a}}".repeat(3_000)}${"{{/if}}".repeat(3_000)}`, {}, /nested more than/],
    [
      "blocks of bars nested deep",
      `${"{{#a}}".repeat(3_000)}${"{{/a}}".repeat(3_000)}`,
      {},
      /nested more than/,
    ],
    ["a long chain of else", `{{#if a}}${"{{else if b}}".repeat(3_000)}{{/if}}`, {}, /nested more than/],
    ["expressions nested deep", `{{a ${"(a ".repeat(300)}${")".repeat(300)}}}`, {}, /nested more than/],
    ["blocks closed in strings", '{{#if "}}{{/if}}"}}'.repeat(2_000), {}, /nested more than/],
    ["blocks closed in names", "{{#if [}}{{/if}}]}}".repeat(2_000), {}, /nested more than/],
    ["blocks closed by escaped tags", "{{#if a}}\\{{/if}}".repeat(2_000), {}, /nested more than/],
    ["a long tag", `{{a ${"b ".repeat(100_000)}}}`, {}, /longer than/],
    ["a long path", `{{a${".b".repeat(100_000)}}}`, {}, /longer than/],
    ["many tags", "{{a}}".repeat(100_000), {}, /more than 5000 tags/],
    ["many comments", "{{!-- x --}}".repeat(40_000), {}, /more than 5000 tags/],
    [
      "comments up to the bound",
      `${"{{!-- x --}}".repeat(4_900)}${"x".repeat(400_000)}{{a}}`,
      {},
      /not present/,
    ],
    [
      "short comments up to the bound",
      `${"{{! x }}".repeat(4_900)}${"x".repeat(400_000)}{{a}}`,
      {},
      /not present/,
    ],
    ["unclosed comments", "{{!-- ".repeat(50_000), {}, /not closed/],
    ["open braces", "{{".repeat(200_000), {}, /not closed|raw blocks/],
    ["braces in braces", "{{{{a}}}}{{{{".repeat(4_000), {}, /not closed|raw blocks/],
    ["an unclosed string", `{{a "${'\\"'.repeat(100_000)}`, {}, /not closed|raw blocks/],
    [
      "names looked for among many",
      `${names.map((some) => `{{#with @root.big as |${some}|}}`).join("")}{{#each @root.xs}}${"{{n0.length}}".repeat(8)}{{/each}}${"{{/with}}".repeat(names.length)}`,
      { ...many, big: { length: 1 } },
      /too much work/,
    ],
    [
      "partials looked for among many",
      `{{#*inline "z"}}x{{/inline}}{{#*inline "r"}}{{#*inline "b"}}y{{/inline}}{{#if n}}{{> r n}}{{else}}{{#each list}}${"{{>z}}".repeat(8)}{{/each}}{{/if}}{{/inline}}{{> r}}`,
      calls,
      /too much work/,
    ],
    [
      "many lines that are indented far",
      `{{#*inline "a"}}{{#each @root.xs}}\n\n{{/each}}{{/inline}}\n${" ".repeat(20_000)}{{> a}}\n`,
      many,
      /too large/,
    ],
    [
      "pieces of text that white space control has emptied, in a loop",
      `{{#each xs}}${" {{~!~}}".repeat(4_900)}{{/each}}`,
      many,
      /too much work/,
    ],
    [
      "a letter between many comments, in a loop",
      `{{#each xs}}${"x{{!}}".repeat(4_900)}{{/each}}`,
      many,
      /too much work/,
    ],
    [
      "many empty lines that are indented",
      `{{#*inline "p"}}${"\n".repeat(400_000)}{{/inline}}${"\n {{> p}}\n".repeat(12)}`,
      {},
      /too much work/,
    ],
    ["strings in tags to the bound", `{{a "${'\\"'.repeat(900)}`.repeat(25), {}, /not closed|raw blocks/],
  ];
  for (const [what, text, given, message] of endless) {
    test(`${what} end about as soon as a loop that is too long`, async () => {
      const loop = async () => await fails(tooLong, many, /too much work/);
      await assertTakesLess(15, async () => await fails(text, given, message), loop);
    });
  }

  test("no random text makes it throw anything else", async () => {
    const pieces = [
      "{{",
      "}}",
      "{{{",
      "}}}",
      "#",
      "/",
      "^",
      "else",
      "if",
      " ",
      "a",
      ".",
      "@",
      "../",
      '"',
      "|",
      "~",
      "!",
      "--",
      "(",
      ")",
      "[",
      "]",
      ">",
      "*",
      "inline",
      "\n",
      "=",
      "{{{{",
    ];
    let seed = 7;
    const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: next() % 20 }, () => pieces[(next() >> 8) % pieces.length]).join("");
      try {
        await render(text, data);
      } catch (error) {
        assert.ok(
          error instanceof RenderingFault || error instanceof TemplateFault,
          `${text}: ${String(error)}`,
        );
      }
    }
  });
});
