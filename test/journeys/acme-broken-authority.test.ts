import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { AcmeScene } from "#test/support/acme-scene.ts";
import type { AcmeServer } from "#test/support/acme-server.ts";

const engine = "sqlite";
const timeout = 60_000;

function count({ errands }: AcmeServer, wanted: string): number {
  return errands.filter((errand) => errand === wanted).length;
}

test("a certificate that has ended by this machine's clock is not shown, nor ordered without a pause", {
  timeout,
}, async () => {
  await using scene = await AcmeScene.start(engine, {}, (authority) => {
    authority.lifeMs = dayMs - hourMs;
  });
  const { world, authority } = scene;
  await world.pass(hourMs);
  assert.ok(authority.orders.length <= 3, String(authority.orders.length));
  assert.equal((await scene.shown()).self_signed, true);
  assert.match(await scene.told(), /ended .*clock/);
  authority.lifeMs = 90 * dayMs;
  await world.pass(2 * hourMs);
  assert.match(await scene.told(), /^ok: /);
});

test("a certificate whose life is nearly over by this machine's clock is not renewed at once", {
  timeout,
}, async () => {
  await using scene = await AcmeScene.start(engine, {}, (authority) => {
    authority.lifeMs = dayMs + 6 * hourMs;
  });
  const { world, authority } = scene;
  await world.pass(hourMs);
  assert.equal(authority.orders.length, 1);
  await world.leap(4 * hourMs);
  await world.pass(minuteMs);
  assert.equal(authority.orders.length, 2);
});

test("an authority that never does what it was asked is not asked without end", { timeout }, async () => {
  await using scene = await AcmeScene.start(engine, {}, (authority) => {
    authority.before = () => {
      for (const order of authority.orders) if (order.status === "processing") order.status = "ready";
      return undefined;
    };
  });
  const { world, authority } = scene;
  await world.pass(minuteMs);
  const asked = count(authority, "finalize");
  assert.ok(asked >= 2 && asked <= 21, String(asked));
  await world.leap(2 * hourMs);
  assert.match(await scene.told(), /has not decided/);
});

test("an authority that wants another proof each time it is asked is given up after an hour", {
  timeout,
}, async () => {
  await using scene = await AcmeScene.start(engine, {}, (authority) => {
    authority.before = () => {
      const token = () => randomBytes(24).toString("base64url");
      for (const { proofs } of authority.orders)
        for (const proof of proofs) Object.assign(proof, { token: token() });
      return undefined;
    };
  });
  const { world, authority } = scene;
  await world.pass(minuteMs);
  assert.ok(count(authority, "look") < 200, String(count(authority, "look")));
  await world.leap(2 * hourMs);
  assert.match(await scene.told(), /has not decided/);
});

test("a chain that TLS does not take is no certificate", { timeout }, async () => {
  await using scene = await AcmeScene.start(engine, {}, (authority) => {
    authority.before = (errand) => {
      const [order] = authority.orders;
      if (errand === "certificate" && order !== undefined)
        order.certificate += authority.authority.pem.slice(0, 200);
      return undefined;
    };
  });
  const { world } = scene;
  await world.pass(minuteMs);
  assert.equal((await scene.shown()).self_signed, true);
  assert.match(await scene.told(), /no certificate for these names/);
});

test("a clock that was far ahead when a certificate came keeps nobody from renewing it", {
  timeout,
}, async () => {
  await using scene = await AcmeScene.start(engine);
  const { world, authority } = scene;
  await world.pass(minuteMs);
  assert.equal(authority.orders.length, 1);
  await world.leap(400 * dayMs);
  await world.pass(minuteMs);
  const ahead = authority.orders.length;
  world.clock.advance(-400 * dayMs);
  await scene.restart();
  authority.window = { start: new Date(world.clock.now()), end: new Date(world.clock.now() + hourMs) };
  await world.leap(13 * hourMs);
  await world.pass(minuteMs);
  assert.ok(authority.orders.length > ahead, "the time that the clock showed then is waited for");
});
