// What is sent through a multi-region endpoint leaves from both of its regions.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { World } from "#test/support/world.ts";
import "#test/support/sigv4a.ts";

const EndpointName = "both";
const domain = "shop.test";
const Details = { RoutesDetails: [{ Region: "eu-west-1" }] };
const Content = { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } };
const regions = ["eu-west-1", "us-east-1"];

type Tokens = Readonly<Record<string, readonly string[]>>;

/** The shop's domain, proven in each of these regions by records of its own. */
async function verifiedIn(world: World, ...places: string[]): Promise<Tokens> {
  const records: string[] = [];
  const tokens: Record<string, readonly string[]> = {};
  for (const region of places) {
    const created = await world
      .client({ region })
      .send(new sdk.CreateEmailIdentityCommand({ EmailIdentity: domain }));
    const { Tokens = [], SigningHostedZone } = created.DkimAttributes ?? {};
    records.push(...Tokens.map((token) => `${token}._domainkey CNAME ${token}.${SigningHostedZone}.`));
    tokens[region] = Tokens;
  }
  world.zone(domain, ...records);
  await world.pass(minuteMs);
  return tokens;
}

async function createEndpoint(world: World): Promise<string> {
  const { EndpointId = "" } = await world.ses.send(
    new sdk.CreateMultiRegionEndpointCommand({ EndpointName, Details }),
  );
  return EndpointId;
}

async function send(world: World, EndpointId: string, more: Partial<sdk.SendEmailRequest> = {}) {
  return await world.ses.send(
    new sdk.SendEmailCommand({
      FromEmailAddress: `hello@${domain}`,
      Destination: { ToAddresses: ["bob@far.example"] },
      Content,
      EndpointId,
      ...more,
    }),
  );
}

async function times(count: number, act: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < count; round += 1) await act();
}

/** From which regions the inbox has messages, and how many. */
async function sentFrom(world: World): Promise<Readonly<Record<string, number>>> {
  await world.settle();
  const { messages } = await world.plain<{ messages: { region: string; id: string }[] }>(
    "GET",
    "/signet/v1/inbox?page_size=100",
  );
  const byRegion = Map.groupBy(messages, ({ region }) => region);
  return Object.fromEntries([...byRegion].map(([region, of]) => [region, of.length]));
}

async function setSending(world: World, region: string, SendingEnabled: boolean): Promise<void> {
  await world.client({ region }).send(new sdk.PutAccountSendingAttributesCommand({ SendingEnabled }));
}

for (const engine of engines) {
  describe(`multi-region endpoints on ${engine}`, () => {
    test("one is made, shown, listed, tagged and taken away in its primary region", async () => {
      await using world = await World.start(engine);
      const Tags = [{ Key: "of", Value: "shop" }];
      const created = await world.ses.send(
        new sdk.CreateMultiRegionEndpointCommand({ EndpointName, Details, Tags }),
      );
      assert.equal(created.Status, "CREATING");
      assert.match(created.EndpointId ?? "", /^[a-z2-7]{10}\.[a-z2-7]{3}$/);
      const shown = await world.ses.send(new sdk.GetMultiRegionEndpointCommand({ EndpointName }));
      assert.equal(shown.Status, "READY");
      assert.equal(shown.EndpointId, created.EndpointId);
      assert.deepEqual(shown.Routes, [{ Region: "us-east-1" }, { Region: "eu-west-1" }]);
      assert.deepEqual(shown.CreatedTimestamp, shown.LastUpdatedTimestamp);
      const ResourceArn = `arn:aws:ses:us-east-1:000000000000:multi-region-endpoint/${EndpointName}`;
      assert.deepEqual(
        (await world.ses.send(new sdk.ListTagsForResourceCommand({ ResourceArn }))).Tags,
        Tags,
      );
      const again = new sdk.CreateMultiRegionEndpointCommand({ EndpointName, Details });
      await assert.rejects(world.ses.send(again), sdk.AlreadyExistsException);
      // Another region has names of its own, and does not manage this one.
      const ireland = world.client({ region: "eu-west-1" });
      const get = new sdk.GetMultiRegionEndpointCommand({ EndpointName });
      await assert.rejects(ireland.send(get), sdk.NotFoundException);
      assert.deepEqual(
        (await ireland.send(new sdk.ListMultiRegionEndpointsCommand({}))).MultiRegionEndpoints,
        [],
      );
      const remove = new sdk.DeleteMultiRegionEndpointCommand({ EndpointName });
      assert.equal((await world.ses.send(remove)).Status, "DELETING");
      await assert.rejects(world.ses.send(remove), sdk.NotFoundException);
      await assert.rejects(world.ses.send(get), sdk.NotFoundException);
      await world.ses.send(again);
      assert.deepEqual((await world.ses.send(new sdk.ListTagsForResourceCommand({ ResourceArn }))).Tags, []);
    });

    test("they are listed in pages, as many as there may be", async () => {
      await using world = await World.start(engine);
      const create = async (name: string) =>
        await world.ses.send(new sdk.CreateMultiRegionEndpointCommand({ EndpointName: name, Details }));
      const names = Array.from(
        { length: 100 },
        (_, at) => `endpoint-${String(at).padStart(2 + (at % 3), "0")}`,
      );
      await Promise.all(names.map(create));
      await assert.rejects(create("one-more"), sdk.LimitExceededException);
      const listed: string[] = [];
      const pages = sdk.paginateListMultiRegionEndpoints({ client: world.ses, pageSize: 7 }, {});
      for await (const { MultiRegionEndpoints = [] } of pages) {
        listed.push(...MultiRegionEndpoints.map(({ EndpointName: name = "" }) => name));
        assert.deepEqual(MultiRegionEndpoints[0]?.Regions, ["us-east-1", "eu-west-1"]);
      }
      assert.deepEqual(listed, names.toSorted());
      await world.ses.send(new sdk.DeleteMultiRegionEndpointCommand({ EndpointName: names[0] }));
      await create("one-more");
    });

    test("mail leaves from both regions, signed by the identity of each", async () => {
      await using world = await World.start(engine);
      const tokens = await verifiedIn(world, "us-east-1", "eu-west-1");
      const EndpointId = await createEndpoint(world);
      await times(40, async () => await send(world, EndpointId));
      const counts = await sentFrom(world);
      assert.deepEqual(Object.keys(counts).toSorted(), regions);
      assert.equal((counts["eu-west-1"] ?? 0) + (counts["us-east-1"] ?? 0), 40);
      const { messages } = await world.plain<{ messages: { region: string; id: string }[] }>(
        "GET",
        "/signet/v1/inbox",
      );
      for (const region of regions) {
        const of = messages.find((message) => message.region === region);
        const { source } = await world.plain<{ source: string }>("GET", `/signet/v1/inbox/${of?.id}`);
        const signatures = await signaturesOf(world, source);
        assert.ok(signatures.some((one) => one.domain === domain && one.result === "pass"));
        assert.ok(
          tokens[region]?.some((token) => source.includes(`s=${token}`)),
          `signed in ${region}`,
        );
      }
    });

    test("where sending is paused, or the identity is not verified, the other region sends", async () => {
      await using world = await World.start(engine);
      await verifiedIn(world, "us-east-1", "eu-west-1");
      const EndpointId = await createEndpoint(world);
      await setSending(world, "us-east-1", false);
      await times(8, async () => await send(world, EndpointId));
      assert.deepEqual(await sentFrom(world), { "eu-west-1": 8 });
      await setSending(world, "eu-west-1", false);
      await assert.rejects(send(world, EndpointId), sdk.SendingPausedException);
      await setSending(world, "us-east-1", true);
      await setSending(world, "eu-west-1", true);
      await world
        .client({ region: "eu-west-1" })
        .send(new sdk.DeleteEmailIdentityCommand({ EmailIdentity: domain }));
      await times(8, async () => await send(world, EndpointId));
      assert.deepEqual(await sentFrom(world), { "eu-west-1": 8, "us-east-1": 8 });
      const foreign = send(world, EndpointId, { FromEmailAddress: "hello@unknown.test" });
      await assert.rejects(foreign, /failed the check in region US-EAST-1: hello@unknown.test/);
    });

    test("a bulk call goes through it, and each message that one region refuses goes from the other", async () => {
      await using world = await World.start(engine);
      await verifiedIn(world, "us-east-1", "eu-west-1");
      const EndpointId = await createEndpoint(world);
      await world.ses.send(
        new sdk.CreateEmailTemplateCommand({
          TemplateName: "news",
          TemplateContent: { Subject: "News", Text: "Hi" },
        }),
      );
      const bulk = async (Template: sdk.Template) =>
        await world.ses.send(
          new sdk.SendBulkEmailCommand({
            FromEmailAddress: `hello@${domain}`,
            DefaultContent: { Template },
            BulkEmailEntries: [
              { Destination: { ToAddresses: ["bob@far.example"] } },
              { Destination: { ToAddresses: ["eve@far.example"] } },
            ],
            EndpointId,
          }),
        );
      for (let round = 0; round < 6; round += 1) {
        const { BulkEmailEntryResults = [] } = await bulk({ TemplateName: "news", TemplateData: "{}" });
        assert.deepEqual(
          BulkEmailEntryResults.map(({ Status }) => Status),
          ["SUCCESS", "SUCCESS"],
        );
      }
      assert.deepEqual(await sentFrom(world), { "us-east-1": 12 });
      await assert.rejects(bulk({ TemplateData: "{}" }), sdk.BadRequestException);
    });

    test("a policy of one region that denies is not got round by way of the other", async () => {
      await using world = await World.start(engine);
      await verifiedIn(world, "us-east-1", "eu-west-1");
      const EndpointId = await createEndpoint(world);
      await world.ses.send(
        new sdk.CreateEmailIdentityPolicyCommand({
          EmailIdentity: domain,
          PolicyName: "nobody",
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Deny", Principal: "*", Action: "ses:*", Resource: "*" }],
          }),
        }),
      );
      let sent = 0;
      for (let round = 0; round < 40; round += 1) {
        try {
          await send(world, EndpointId);
          sent += 1;
        } catch (error) {
          assert.match(String(error), /is not authorized to perform/);
        }
      }
      assert.ok(sent > 0 && sent < 40, `${sent} were sent`);
      assert.deepEqual(await sentFrom(world), { "eu-west-1": sent });
    });
  });
}

test("an endpoint that there is not, or that is another account's, sends nothing", async () => {
  await using world = await World.start("sqlite");
  await verifiedIn(world, "us-east-1", "eu-west-1");
  const EndpointId = await createEndpoint(world);
  for (const id of ["nothing", "a.b", "x".repeat(63)]) {
    await assert.rejects(send(world, id), sdk.NotFoundException);
  }
  await using operator = await operatorOf(world);
  const { id, secret } = await operator.accessKeys.createAccessKey("111111111111", "second");
  const other = world.client({ credentials: { accessKeyId: id, secretAccessKey: secret } });
  const stolen = new sdk.SendEmailCommand({
    FromEmailAddress: `hello@${domain}`,
    Destination: { ToAddresses: ["bob@far.example"] },
    Content,
    EndpointId,
  });
  await assert.rejects(other.send(stolen), sdk.NotFoundException);
  assert.deepEqual(await sentFrom(world), {});
});

test("what cannot be an endpoint is refused", async () => {
  await using world = await World.start("sqlite", {
    settings: { SIGNET_REGIONS: "us-east-1,eu-west-1", SIGNET_CELLS: "us-west-2=https://west.example" },
  });
  const create = async (places: string[], name = EndpointName) =>
    await world.ses.send(
      new sdk.CreateMultiRegionEndpointCommand({
        EndpointName: name,
        Details: { RoutesDetails: places.map((Region) => ({ Region })) },
      }),
    );
  for (const [places, message] of [
    [[], /must name one region/],
    [["eu-west-1", "ap-south-1"], /must name one region/],
    [["us-east-1"], /is the primary region/],
    [["europe"], /is not the name of a region/],
    [["us-west-2"], /is not served here/],
  ] as const) {
    await assert.rejects(create([...places]), message);
  }
  for (const name of ["", "a b", "x".repeat(65), "a/b"]) {
    await assert.rejects(create(["eu-west-1"], name), sdk.BadRequestException);
  }
  await create(["eu-west-1"], "x".repeat(64));
});

test("with an API key it is the same call", async () => {
  await using world = await World.start("sqlite");
  await verifiedIn(world, "us-east-1", "eu-west-1");
  const EndpointId = await createEndpoint(world);
  await setSending(world, "us-east-1", false);
  await world.plain("POST", "/v2/email/outbound-emails", {
    FromEmailAddress: `hello@${domain}`,
    Destination: { ToAddresses: ["bob@far.example"] },
    Content,
    EndpointId,
  });
  assert.deepEqual(await sentFrom(world), { "eu-west-1": 1 });
});
