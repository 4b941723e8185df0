// When a key was used last is shown, so that who cleans up knows which are in use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GetAccountCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#features/access-keys/index.ts";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { signet } from "#test/support/command-line.ts";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface MadeKey {
  readonly id: string;
  readonly secret: string;
}

/** As the console has it; null: no use is on record. */
async function lastUsed(world: World, { id }: MadeKey): Promise<string | null | undefined> {
  const { keys } = await world.plain<{ keys: { id: string; last_used_at: string | null }[] }>(
    "GET",
    "/signet/v1/keys",
  );
  return keys.find((key) => key.id === id)?.last_used_at;
}

async function useApiKey(world: World, { secret }: MadeKey): Promise<void> {
  const headers = { authorization: `Bearer ${secret}` };
  assert.equal((await fetch(`${world.app.httpUrl}/v2/email/account`, { headers })).status, 200);
}

for (const engine of engines) {
  test(`a key says when it was used last, and one that nobody proved to have does not, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const make = async (kind: string) => await world.plain<MadeKey>("POST", "/signet/v1/keys", { kind });
    const [signing, sent, mailing, guessed] = [
      await make("access-key"),
      await make("api-key"),
      await make("access-key"),
      await make("access-key"),
    ];
    const client = ({ id, secret }: MadeKey) =>
      world.client({ credentials: { accessKeyId: id, secretAccessKey: secret } });
    assert.equal(await lastUsed(world, signing), null);

    const first = new Date(world.clock.now()).toISOString();
    await client(signing).send(new GetAccountCommand({}));
    await useApiKey(world, sent);
    assert.ok(world.app.smtp);
    const transport = createTransport({
      ...world.app.smtp,
      ignoreTLS: true,
      auth: { user: mailing.id, pass: deriveSmtpPassword(mailing.secret, "us-east-1") },
    });
    await transport.verify();
    transport.close();
    const guess = client({ ...guessed, secret: "another" }).send(new GetAccountCommand({}));
    await assert.rejects(guess, { name: "InvalidSignatureException" });
    await world.pass(minuteMs);
    for (const key of [signing, sent, mailing]) assert.ok(((await lastUsed(world, key)) ?? "") >= first);
    assert.equal(await lastUsed(world, guessed), null);

    await world.leap(hourMs);
    const later = new Date(world.clock.now()).toISOString();
    await client(signing).send(new GetAccountCommand({}));
    await world.pass(minuteMs);
    assert.ok(((await lastUsed(world, signing)) ?? "") >= later);
    assert.ok(((await lastUsed(world, sent)) ?? "") < later);
  });
}

test("a process without workers notes which keys are used there, and what it did not write yet as it stops", async () => {
  await using world = await World.start("sqlite", { settings: { SIGNET_ROLES: "api" } });
  const make = async () => await world.plain<MadeKey>("POST", "/signet/v1/keys", { kind: "api-key" });
  const [one, other] = [await make(), await make()];
  await useApiKey(world, one);
  await world.pass(minuteMs);
  assert.notEqual(await lastUsed(world, one), null);

  await useApiKey(world, other);
  await world.restart();
  assert.notEqual(await lastUsed(world, other), null);
});

test("the command line lists when a key was used last, or that no use is on record", async () => {
  await using world = await World.start("sqlite");
  const make = async (description: string) =>
    await world.plain<MadeKey>("POST", "/signet/v1/keys", { kind: "api-key", description });
  const used = await make("in use");
  await world.leap(hourMs);
  await make("forgotten");
  const at = new Date(world.clock.now()).toISOString();
  await useApiKey(world, used);
  await world.pass(minuteMs);
  const { out } = await signet(["keys", "list", "--api"], { SIGNET_DATA: world.folder });
  const [head, ...rows] = out.trimEnd().split("\n");
  assert.match(head ?? "", /^ID +CREATED +LAST USED +STATE +MAY +DESCRIPTION$/);
  const shown = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  assert.deepEqual(
    rows.map((row) => row.split(/ {2,}/).slice(2)),
    [
      [shown, "in force", "everything", "in use"],
      ["not on record", "in force", "everything", "forgotten"],
    ],
  );
});
