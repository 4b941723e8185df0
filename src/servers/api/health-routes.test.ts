import assert from "node:assert/strict";
import { test } from "node:test";
import { fastify } from "fastify";
import { addHealthRoutes } from "./health-routes.ts";

test("what keeps a service from being ready is logged once for each reason, however often it is asked", async () => {
  const said: string[] = [];
  const say = (fields: { readonly err?: Error }, message: string) =>
    said.push([message, fields.err?.message].filter(Boolean).join(": "));
  let fault: Error | undefined;
  await using server = fastify();
  const ready = async () => {
    if (fault !== undefined) throw fault;
  };
  addHealthRoutes(server, { ready, isRetired: () => false, log: { info: say, warn: say, error: say } });
  const ask = async () => (await server.inject("/readyz")).statusCode;
  const answers = [await ask()];
  for (const reason of ["away", "away", "full", undefined, undefined, "away"]) {
    fault = reason === undefined ? undefined : new Error(reason);
    answers.push(await ask());
  }
  assert.deepEqual(answers, [200, 503, 503, 503, 200, 200, 503]);
  assert.deepEqual(said, ["not ready: away", "not ready: full", "ready again", "not ready: away"]);
});
