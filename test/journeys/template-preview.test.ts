import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "#test/support/world.ts";

const path = "/signet/v1/template-preview";

test("a template that is kept nowhere is filled in part by part, and each fault is that of its part", async () => {
  await using world = await World.start("sqlite");
  const parts = {
    subject: "Hello {{name}}",
    text: "{{#each items}}{{this}} {{/each}}",
    html: "<p>{{missing}}</p>",
  };
  const preview = await world.plain("POST", path, { ...parts, data: '{"name": "Ann", "items": [1, 2]}' });
  assert.deepEqual(preview, {
    subject: { rendered: "Hello Ann" },
    text: { rendered: "1 2 " },
    html: { fault: "Attribute 'missing' is not present in the rendering data." },
  });
  const sourceOf = async (body: object) => await world.call("POST", `${path}/source`, body);
  const { source } = await world.plain<{ source: string }>("POST", `${path}/source`, {
    ...parts,
    html: "<p>{{name}}</p>",
    data: '{"name": "Ann", "items": []}',
  });
  assert.match(source, /^Subject: Hello Ann\r$/m);
  assert.match(source, /^Content-Type: multipart\/alternative/m);
  const lacking = { ...parts, data: '{"name": "Ann", "items": []}' };
  assert.match((await sourceOf(lacking)).error?.message ?? "", /'missing' is not present/);
  const broken = await world.plain<{ subject: { fault: string }; html: null }>("POST", path, {
    subject: "{{#if name}}",
  });
  assert.match(broken.subject.fault, /if/);
  assert.equal(broken.html, null);
  for (const body of [{}, { subject: "x", data: "[]" }, { subject: "x", data: "{" }, { subject: 7 }]) {
    assert.equal(
      (await world.call("POST", path, body)).error?.code,
      "VALIDATION_ERROR",
      JSON.stringify(body),
    );
  }
});

test("the frame of a preview may do nothing but show what it is handed", async () => {
  await using world = await World.start("sqlite");
  const frame = await fetch(`${world.app.httpUrl}${path}/frame`);
  assert.equal(frame.status, 200);
  const policy = frame.headers.get("content-security-policy") ?? "";
  assert.match(
    policy,
    /^sandbox allow-scripts; default-src 'none'; script-src 'sha256-[\w+/]{43}='; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'$/,
  );
});
