import assert from "node:assert/strict";
import { test } from "node:test";
import { CallerError, type Problem } from "#platform/errors.ts";
import { CompiledParts } from "./compiled-parts.ts";
import {
  checkContent,
  mergeTemplateData,
  Renderer,
  RenderingFailure,
  readTemplateData,
  type Template,
} from "./index.ts";
import { compileTemplate } from "./language/index.ts";

const none = { subject: undefined, text: undefined, html: undefined };
const refusal = (problem: Problem) => (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallerError, String(error));
  assert.equal(error.problem, problem);
  assert.match(error.message, message);
  return true;
};
const invalidTemplate = refusal("invalid-template");
const invalidData = refusal("invalid-template-data");

test("the parts that are there are filled in, and nothing is escaped", async () => {
  const template: Template = { ...none, name: "news", subject: "Hi {{name}}", html: "<b>{{name}}</b>" };
  assert.deepEqual(await new Renderer().render(template, { name: "<i>" }), {
    subject: "Hi <i>",
    text: undefined,
    html: "<b><i></b>",
  });
});

test("a missing attribute is a rendering failure that names the template", async () => {
  const rendered = new Renderer().render({ ...none, name: "news", text: "{{x.y}}" }, {});
  await assert.rejects(rendered, (error) => {
    assert.ok(error instanceof RenderingFailure);
    assert.equal(error.templateName, "news");
    assert.equal(error.message, "Attribute 'x.y' is not present in the rendering data.");
    return true;
  });
});

test("what is no template is refused; one that is not stored may only substitute", async () => {
  const renderer = new Renderer();
  const text = "{{#if a}}b{{/if}}";
  await renderer.check({ ...none, name: "stored", text });
  await assert.rejects(
    renderer.check({ ...none, name: undefined, text }),
    invalidTemplate(/^The template is invalid: Only/),
  );
  await assert.rejects(
    renderer.check({ ...none, name: "stored", text: "{{#if" }),
    invalidTemplate(/not closed/),
  );
});

test("a template has a part at least, and 500 KB at most", () => {
  assert.throws(() => checkContent({ ...none, text: "" }), invalidTemplate(/At least one/));
  checkContent({ ...none, text: "x".repeat(500 * 1024) });
  assert.throws(
    () => checkContent({ ...none, text: "x".repeat(500 * 1024), subject: "y" }),
    invalidTemplate(/500 KB/),
  );
});

test("template data is a JSON object", () => {
  assert.deepEqual(readTemplateData('{"a":1}'), { a: 1 });
  for (const json of ["", "[]", "null", "1", '"a"', "{", `{"a":"${"x".repeat(262_144)}"}`]) {
    assert.throws(() => readTemplateData(json), invalidData(/^The template data is invalid\.$/));
  }
});

test("an entry's data goes over the defaults, member by member; lists are replaced", () => {
  const defaults = { a: { x: 1, y: 2 }, list: [1, 2], b: "d" };
  assert.deepEqual(mergeTemplateData(defaults, {}), defaults);
  assert.deepEqual(mergeTemplateData(defaults, { a: { x: 9 }, list: [3], c: 4 }), {
    a: { x: 9, y: 2 },
    list: [3],
    b: "d",
    c: 4,
  });
  mergeTemplateData({}, JSON.parse('{"__proto__":{"polluted":1}}') as object as Record<string, unknown>);
  assert.equal("polluted" in {}, false);
});

test("many who ask for a template at once wait for one compilation of it", async () => {
  let compilations = 0;
  const parts = new CompiledParts(async () => {
    compilations++;
    return Object.assign(() => "compiled", { bytes: 1 });
  });
  const all = await Promise.all(["a", "a", "b"].map(async (text) => await parts.of(text)));
  assert.deepEqual(
    all.map((compiled) => compiled({})),
    ["compiled", "compiled", "compiled"],
  );
  assert.equal(compilations, 2);
});

test("what is kept of templates is bounded by what it takes in memory, of which tags take most", async () => {
  const tags = "{{a}}".repeat(4_000);
  const { bytes } = await compileTemplate(tags, "all");
  assert.ok(bytes > 40 * tags.length);
  const parts = new CompiledParts(async (text) => Object.assign(() => text, { bytes: 1024 * 1024 }));
  for (let at = 0; at < 100; at++) await parts.of(String(at));
  assert.equal(parts.bytes, 64 * 1024 * 1024);
  await parts.of("99");
  assert.equal(parts.bytes, 64 * 1024 * 1024);
});

test("the three parts of a template are read in turns of their own", async () => {
  let turns = 0;
  let isOver = false;
  const counted = (async () => {
    for (; !isOver; turns++) await new Promise(setImmediate);
  })();
  const tags = "{{a}}".repeat(4_000);
  await new Renderer().check({ name: "large", subject: `s${tags}`, text: `t${tags}`, html: `h${tags}` });
  isOver = true;
  await counted;
  assert.ok(turns >= 3, `there were ${turns} turns`);
});

test("names that are given around many blocks are not kept with each of them", async () => {
  const named = (at: number) => Array.from({ length: 300 }, (_, n) => `n${at}_${n}`).join(" ");
  const outer = Array.from({ length: 12 }, (_, at) => `{{#a as |${named(at).slice(0, 1_900)}|}}`).join("");
  const text = `${outer}${"{{#a as |x|}}{{/a}}".repeat(1_000)}${"{{/a}}".repeat(12)}`;
  const before = process.memoryUsage().heapUsed;
  const kept = [];
  for (let at = 0; at < 8; at++) kept.push(await compileTemplate(text, "all"));
  const each = (process.memoryUsage().heapUsed - before) / kept.length;
  assert.ok(each < 30e6, `each of them took ${(each / 1e6).toFixed(0)} MB`);
});
