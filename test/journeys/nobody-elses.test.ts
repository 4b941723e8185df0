import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import * as sdk from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import type { Database } from "#platform/database/open.ts";
import { implementedOperations } from "#servers/api/operations/implemented.ts";
import { olderOperations } from "#servers/api/wire/index.ts";
import {
  account,
  annsBelongings,
  type Belongings,
  type Names,
  nobodys,
  password,
  region,
  secret,
} from "#test/support/belongings.ts";
import { Browser } from "#test/support/browser.ts";
import { engines } from "#test/support/engines.ts";
import { olderAttempts } from "#test/support/older-attempts.ts";
import { olderClient } from "#test/support/older-client.ts";
import { type Attempt, type OperationAttempts, operationAttempts } from "#test/support/operation-attempts.ts";
import { operatorOf } from "#test/support/operator.ts";
import { publishCnames } from "#test/support/publish.ts";
import { ownRoutes, type RouteAttempt, routeAttempts } from "#test/support/route-attempts.ts";
import { storedRows } from "#test/support/stored.ts";
import type { World } from "#test/support/world.ts";

test("there is an attempt, or a reason for none, for every operation and every route", () => {
  assert.deepEqual(Object.keys(operationAttempts).toSorted(), implementedOperations().toSorted());
  assert.deepEqual(Object.keys(olderAttempts).toSorted(), [...olderOperations.keys()].toSorted());
  assert.deepEqual(Object.keys(routeAttempts).toSorted(), ownRoutes().toSorted());
});

/** Somebody who asks, and the names that they ask for. */
interface Asker {
  readonly names: Names;
  readonly mine: { readonly account: string; readonly region: string; readonly domain: string };
  readonly ses: sdk.SESv2Client;
  readonly older: older.SESClient;
  readonly browser: Browser;
}

interface Answer {
  /** The operation or route, and which of its attempts. */
  readonly to: string;
  readonly status: number | undefined;
  readonly said: unknown;
}

/** What belongs to an account, whatever the region. */
const isAccountWide = /^\w+ \/signet\/v1\/(?:inbox|keys|users|session|doctor)/;

interface Said {
  readonly $metadata: { readonly httpStatusCode?: number | undefined };
}

async function byOperation({ ses }: Asker, name: string, input: Attempt): Promise<Omit<Answer, "to">> {
  const commands = sdk as unknown as Record<string, new (input: Attempt) => sdk.GetAccountCommand>;
  const Command = commands[`${name}Command`];
  assert.ok(Command, name);
  return await outcomeOf(name, sdk.SESv2ServiceException, async () => await ses.send(new Command(input)));
}

async function byOlderCall({ older: ses }: Asker, name: string, input: Attempt): Promise<Omit<Answer, "to">> {
  const commands = older as unknown as Record<string, new (input: Attempt) => older.GetSendQuotaCommand>;
  const Command = commands[`${name}Command`];
  assert.ok(Command, name);
  return await outcomeOf(name, older.SESServiceException, async () => await ses.send(new Command(input)));
}

async function outcomeOf(
  name: string,
  Refusal: new (...parts: never[]) => Error & Said,
  send: () => Promise<Said>,
): Promise<Omit<Answer, "to">> {
  try {
    const { $metadata, ...said } = await send();
    return { status: $metadata.httpStatusCode, said };
  } catch (error) {
    assert.ok(error instanceof Refusal, `${name}: ${String(error)}`);
    return { status: error.$metadata.httpStatusCode, said: `${error.name}: ${error.message}` };
  }
}

async function byRoute(
  { browser, mine }: Asker,
  route: string,
  { params = {}, query = {}, body }: RouteAttempt,
): Promise<Omit<Answer, "to">> {
  const [method = "", form = ""] = route.split(" ");
  const path = form.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const asked = new URLSearchParams({ ...query, region: mine.region });
  const answer = await browser.ask(method, `${path}?${asked.toString()}`, body);
  const text = await answer.text();
  return { status: answer.status, said: text.startsWith("{") ? JSON.parse(text) : text.split("\n") };
}

/** Of the older API, what makes and takes away. */
const comesLast = /^older (?:Create|Verify|Delete(?!IdentityPolicy))/;

async function askFor(asker: Asker): Promise<Answer[]> {
  const { names, mine } = asker;
  const isHers = mine.account === account && mine.region === region;
  const olderCalls = Object.entries(olderAttempts).flatMap(([name, attempts]) =>
    attempts(names, mine).map((attempt) => ({
      name: `older ${name}`,
      ask: () => byOlderCall(asker, name, attempt),
    })),
  );
  const all = [
    ...Object.entries(routeAttempts)
      .filter(([route]) => mine.account !== account || isHers || !isAccountWide.test(route))
      .flatMap(([name, attempts]) =>
        attempts(names).map((attempt) => ({ name, ask: () => byRoute(asker, name, attempt) })),
      ),
    // Before what they send with is changed by the operations.
    ...olderCalls.filter(({ name }) => !comesLast.test(name)),
    ...Object.entries<OperationAttempts>(operationAttempts).flatMap(([name, attempts]) =>
      attempts(names, mine).map((attempt) => ({ name, ask: () => byOperation(asker, name, attempt) })),
    ),
    ...olderCalls.filter(({ name }) => comesLast.test(name)),
  ];
  // Others make their own of the same name last; whose it is, takes it away last.
  const inOrder = isHers
    ? all.toSorted((one, other) => Number(takesAway(one)) - Number(takesAway(other)))
    : all;
  const answers: Answer[] = [];
  for (const [at, { name, ask }] of inOrder.entries()) {
    const before = inOrder.slice(0, at).filter((one) => one.name === name).length;
    answers.push({ to: `${name}, attempt ${before + 1}`, ...(await ask()) });
  }
  return answers;
}

function takesAway({ name }: { readonly name: string }): boolean {
  return /^(?:older )?delete|password$/i.test(name);
}

/** With what is of each asker alone taken out: of a good answer its form, of a refusal every word. */
function comparable({ names, mine }: Asker, { status, said }: Answer): string {
  const own = [...Object.entries(mine), ...Object.entries(names)];
  const shown = status === 200 ? formOf(said, new Set(own.map(([, name]) => name as string))) : said;
  return own.reduce(
    (text, [kind, name]) => text.replaceAll((name as string).toLowerCase(), `<${kind}>`),
    JSON.stringify({ status, said: shown }).toLowerCase(),
  );
}

/** The id of an access key may happen to be of letters alone. */
const isWord = /^(?!AKIA)[A-Z_]{3,}$/;

/** What is a word of the API's, nothing at all, or a name that was asked for stays as it is. */
function formOf(value: unknown, names: ReadonlySet<string>): unknown {
  if (value === null || value === 0) return value;
  if (typeof value === "string") return names.has(value) || isWord.test(value) ? value : "text";
  if (typeof value !== "object" || value instanceof Date) return typeof value;
  if (Array.isArray(value)) return value.map((item) => formOf(item, names));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, formOf(member, names)]));
}

/** Everybody has a suppression list. To the older API what is gone is as good as deleted, and an identity that is there as made. The addresses are the operator's, for everybody to say something of; a webhook may name a set that is made later, and a topic be made twice. */
const alike =
  /^PutDedicatedIpWarmupAttributes|^POST \/signet\/v1\/(?:webhooks|topics),|^PutSuppressedDestination, attempt 2|^older (?:Verify(?!DomainDkim)|Delete(?!IdentityPolicy))/;

/** Somebody with a domain and a configuration set of their own. */
async function newcomer(world: World, mine: Asker["mine"], names: Names): Promise<Asker> {
  await using operator = await operatorOf(world);
  const name = mine.account === account ? "ann" : `user-${mine.account}`;
  if (mine.account !== account) await operator.users.create(mine.account, { name, password });
  const browser = new Browser(world);
  assert.equal((await browser.signIn(name, password)).status, 200);
  const key = await operator.accessKeys.createAccessKey(mine.account, "");
  const credentials = { accessKeyId: key.id, secretAccessKey: key.secret };
  const ses = world.client({ region: mine.region, credentials });
  if (mine.domain !== names.domain) {
    const created = await ses.send(new sdk.CreateEmailIdentityCommand({ EmailIdentity: mine.domain }));
    publishCnames(world, mine.domain, created.DkimAttributes);
  }
  await ses.send(new sdk.CreateConfigurationSetCommand({ ConfigurationSetName: "mine" }));
  return { names, mine, ses, older: olderClient(world, { region: mine.region, credentials }), browser };
}

/** Every row that is not of a stranger's, a text each. That somebody is there is on record, too. */
async function annsRows(database: Database): Promise<string[]> {
  const isOthers = ({ account: of, region: place }: Readonly<Record<string, unknown>>) =>
    (of !== undefined && of !== account) || (place !== undefined && place !== region);
  return (await storedRows(database))
    .filter(([table]) => table !== "sessions" && table !== "sign_in_attempts")
    .flatMap(([table, rows]) =>
      rows.filter((row) => !isOthers(row)).map((row) => `${table}: ${JSON.stringify(row)}`),
    );
}

/** Somebody of an account and a region, who has a domain and a configuration set, and asks for what has these names. */
async function stranger(world: World, names: Names, [of, place]: readonly [string, string]): Promise<Asker> {
  return await newcomer(world, { account: of, region: place, domain: `mine-${of}.${place}.test` }, names);
}

const places = {
  "another account": [
    ["444455556666", region],
    ["777788889999", region],
  ],
  "another region": [
    [account, "eu-west-1"],
    [account, "eu-west-2"],
  ],
} as const;

for (const engine of engines) {
  describe(`what is somebody else's on ${engine}`, () => {
    let belongings: Belongings | undefined;
    const pairs: Partial<Record<keyof typeof places, readonly [asker: Asker, control: Asker]>> = {};
    before(async () => {
      belongings = await annsBelongings(engine);
      const { world, hers } = belongings;
      for (const where of ["another account", "another region"] as const) {
        const [one, other] = places[where];
        pairs[where] = [await stranger(world, hers, one), await stranger(world, nobodys(hers), other)];
      }
      await world.pass(minuteMs);
    });
    after(async () => await belongings?.[Symbol.asyncDispose]());

    for (const where of ["another account", "another region"] as const) {
      test(`in ${where} nobody learns of it, gets it, uses it or changes it`, async () => {
        const [asker, control] = pairs[where] ?? [];
        assert.ok(belongings && asker && control);
        const { world } = belongings;
        await using database = await world.openDatabase();
        const rows = await annsRows(database);
        const [answers, controls] = await Promise.all([askFor(asker), askFor(control)]);
        for (const [at, answer] of answers.entries()) {
          const same = controls[at];
          assert.ok(same);
          assert.equal(comparable(asker, answer), comparable(control, same), answer.to);
          assert.ok(!JSON.stringify(answer).includes(secret), answer.to);
        }
        await world.settle();
        const now = new Set(await annsRows(database));
        assert.deepEqual(
          rows.filter((row) => !now.has(row)),
          [],
        );
      });
    }
  });
}

test("whose it is gets by every attempt what nobody else does", async () => {
  await using belongings = await annsBelongings("sqlite");
  const { world, hers } = belongings;
  const zoe = await stranger(world, nobodys(hers), ["777788889999", region]);
  await world.pass(minuteMs);
  const refused = new Map((await askFor(zoe)).map((answer) => [answer.to, comparable(zoe, answer)]));
  const ann = await newcomer(world, { account, region, domain: hers.domain }, hers);
  const same = (await askFor(ann)).filter((answer) => comparable(ann, answer) === refused.get(answer.to));
  assert.deepEqual(
    same.map(({ to }) => to).filter((to) => !alike.test(to)),
    [],
  );
});
