import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import type { OperationName } from "#servers/api/wire/index.ts";
import { engines } from "./engines.ts";
import { World } from "./world.ts";

/**
 * The tests of one operation, on each engine. They share one service, since starting it takes longer than all of them:
 * each uses names of its own.
 */
export function describeOperation(name: OperationName, tests: (world: () => World) => void): void {
  for (const engine of engines) {
    describe(`${name} on ${engine}`, () => {
      let world: World | undefined;
      before(async () => {
        world = await World.start(engine);
      });
      after(async () => await world?.[Symbol.asyncDispose]());
      tests(() => {
        assert.ok(world, "the service has not been started");
        return world;
      });
    });
  }
}

/** What a client sees of a refused call: the error's class, its HTTP status and its text. */
export async function refused(
  call: Promise<unknown>,
  name: string,
  status: number,
  message: string,
): Promise<void> {
  await assert.rejects(call, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    const seen = { name: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
    assert.deepEqual(seen, { name, status, message });
    return true;
  });
}
