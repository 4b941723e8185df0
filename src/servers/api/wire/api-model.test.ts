import assert from "node:assert/strict";
import { test } from "node:test";
import { linkModel } from "./api-model.ts";
import { operationNames, sensitiveMembers } from "./index.ts";
import type { ShapeModel } from "./model.ts";

const operation = { method: "POST", path: "/v2/{Id}", input: "In", output: "Out", errors: [] };

function link(shape: ShapeModel, member: object = {}) {
  return linkModel({
    generatedBy: "a test",
    sources: {},
    errors: {},
    operations: { Do: operation },
    shapes: {
      In: {
        type: "structure",
        members: { Id: { shape: "string", label: true }, A: { shape: "Shape", ...member } },
      },
      Out: { type: "structure", members: {} },
      Shape: shape,
    },
  });
}

test("the model holds all operations", () => {
  assert.equal(operationNames.length, 117);
});

test("a model is linked whole", () => {
  const [linked] = link({ type: "list", item: "string", max: 3 }).operations;
  assert.deepEqual([...(linked?.input.members.keys() ?? [])], ["Id", "A"]);
  assert.deepEqual([...(linked?.body.members.keys() ?? [])], ["A"]);
});

test("an encoding that is not known stops the start", () => {
  assert.throws(() => link({ type: "document" }), /not known here: document/);
  assert.throws(() => link({ type: "list" }), /lacks a part of Shape/);
  assert.throws(() => link({ type: "list", item: "Nothing" }), /not known here: Nothing/);
  assert.throws(() => link({ type: "string", pattern: "(" }), SyntaxError);
  assert.throws(() => link({ type: "map", key: "blob", value: "string" }), /no strings/);
});

test("what must not be logged is known", () => {
  assert.ok(sensitiveMembers.has("DomainSigningPrivateKey"));
  assert.ok(!sensitiveMembers.has("EmailIdentity"));
});
