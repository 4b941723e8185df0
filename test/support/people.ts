import assert from "node:assert/strict";
import { Browser } from "./browser.ts";
import type { Engine } from "./engines.ts";
import { operatorOf } from "./operator.ts";
import { World } from "./world.ts";

export const annsAccount = "111122223333";
export const password = "correct horse battery";

/** A world whose operator has made a user of each of two accounts: Ann, and Eve. */
export async function startWorldOfPeople(
  engine: Engine,
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const world = await World.start(engine, { settings: { SIGNET_AUTH: "required", ...settings } });
  await using operator = await operatorOf(world);
  await operator.users.create(annsAccount, { name: "Ann", password });
  await operator.users.create("444455556666", { name: "eve", password });
  return world;
}

export async function signedIn(world: World, name = "ann"): Promise<Browser> {
  const browser = new Browser(world);
  assert.equal((await browser.signIn(name, password)).status, 200);
  return browser;
}
