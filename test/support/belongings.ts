import assert from "node:assert/strict";
import * as sdk from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { AwsStandIn } from "./aws-stand-in.ts";
import { Browser } from "./browser.ts";
import type { Engine } from "./engines.ts";
import { makeJobs, makeTest } from "./jobs-and-tests.ts";
import { ObjectStorage } from "./object-storage.ts";
import { operatorOf } from "./operator.ts";
import { SeedMailbox, seedFile } from "./seed-mailbox.ts";
import { signingCertificate } from "./signing-certificate.ts";
import { TopicSubscriber } from "./topic-subscriber.ts";
import { verifiedDomain } from "./verified-domain.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";
import { World } from "./world.ts";

/** In whatever of Ann's is not its name. Nobody else is ever to see it. */
export const secret = "marrow";
export const region = "us-east-1";
/** Ann's is the local account. */
export const account = "000000000000";
export const password = "correct horse battery";
export const outboundAddress = "127.0.0.9";
export const awsTopic = "arn:aws:sns:eu-west-1:123456789012:mail";
const MatchingEventTypes: sdk.EventType[] = ["SEND"];

/** What somebody has one of each kind of, by name or id. */
export interface Names {
  /** In texts, so that what is said of one may be compared with what is said of another. */
  readonly account: string;
  readonly region: string;
  readonly domain: string;
  readonly address: string;
  readonly policy: string;
  readonly set: string;
  readonly destination: string;
  readonly template: string;
  readonly customTemplate: string;
  readonly list: string;
  readonly contact: string;
  readonly pool: string;
  readonly endpoint: string;
  readonly suppressed: string;
  readonly tenant: string;
  readonly tenantId: string;
  readonly topic: string;
  readonly exportJob: string;
  readonly importJob: string;
  readonly deliverabilityTest: string;
  readonly message: string;
  readonly inboxMessage: string;
  readonly certificate: string;
  readonly webhook: string;
  readonly subscription: string;
  /** What each of them was told. */
  readonly toldWebhook: string;
  readonly toldSubscription: string;
  readonly toldDestination: string;
  readonly apiKey: string;
  readonly accessKey: string;
  readonly user: string;
  readonly session: string;
  readonly pausedDomain: string;
}

const given = {
  account,
  region,
  domain: "zulu.test",
  address: "bob@zulu.test",
  policy: "zulu-policy",
  set: "zulu-set",
  destination: "zulu-destination",
  template: "zulu-template",
  customTemplate: "zulu-welcome",
  list: "zulu-readers",
  contact: "zulu@readers.example",
  pool: "zulu-pool",
  endpoint: "zulu-endpoint",
  suppressed: "zulu@gone.example",
  tenant: "zulu-tenant",
  topic: "zulu-topic",
  pausedDomain: "zulu-paused.example",
};

/** A service in which Ann has one of everything. */
export interface Belongings extends AsyncDisposable {
  readonly world: World;
  readonly hers: Names;
}

export async function annsBelongings(engine: Engine): Promise<Belongings> {
  await using starting = new AsyncDisposableStack();
  const storage = starting.use(await ObjectStorage.start());
  const aws = starting.use(await AwsStandIn.start());
  const subscriber = starting.use(await TopicSubscriber.start());
  const receiver = starting.use(await WebhookReceiver.start());
  const seed = starting.use(await SeedMailbox.open("seed@corp.example"));
  const seeds = starting.use(await seedFile([seed]));
  const world = starting.use(
    await World.start(engine, {
      settings: {
        ...storage.settings("arn:aws:s3:::lists/*"),
        AWS_ENDPOINT_URL_SNS: aws.url,
        SIGNET_AWS_EVENTS: awsTopic,
        SIGNET_OUTBOUND_ADDRESSES: outboundAddress,
        SIGNET_SEED_MAILBOXES: seeds.path,
      },
    }),
  );
  storage.objects.set("lists/gone.csv", "somebody@gone.example,BOUNCE\n");
  await verifiedDomain(world, given.domain);
  const settings = await makeSettings(world, { subscriber: subscriber.url, receiver: receiver.url });
  const made = { ...settings, ...(await makeCredentials(world)), ...(await sendOne(world)) };
  const told = await whoWasTold(world, made);
  const running = starting.move();
  return {
    world,
    hers: { ...given, ...made, ...told },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

async function makeSettings(world: World, urls: { readonly subscriber: string; readonly receiver: string }) {
  const { ses } = world;
  const { set, template, list, pool, tenant, domain, policy, customTemplate } = given;
  const Tags = [{ Key: "of", Value: secret }];
  await ses.send(new sdk.CreateDedicatedIpPoolCommand({ PoolName: pool, Tags }));
  await ses.send(new sdk.PutDedicatedIpInPoolCommand({ Ip: outboundAddress, DestinationPoolName: pool }));
  await ses.send(
    new sdk.CreateConfigurationSetCommand({
      ConfigurationSetName: set,
      DeliveryOptions: { SendingPoolName: pool },
      Tags,
    }),
  );
  await ses.send(new sdk.CreateEmailIdentityCommand({ EmailIdentity: given.address, Tags }));
  await ses.send(
    new sdk.CreateEmailIdentityPolicyCommand({
      EmailIdentity: domain,
      PolicyName: policy,
      Policy: JSON.stringify({ Version: "2012-10-17", Id: secret, Statement: [] }),
    }),
  );
  const Details = { RoutesDetails: [{ Region: "ap-south-2" }] };
  await ses.send(new sdk.CreateMultiRegionEndpointCommand({ EndpointName: given.endpoint, Details, Tags }));
  await ses.send(
    new sdk.CreateEmailTemplateCommand({
      TemplateName: template,
      TemplateContent: { Subject: secret, Text: secret },
      Tags,
    }),
  );
  await ses.send(
    new sdk.CreateCustomVerificationEmailTemplateCommand({
      TemplateName: customTemplate,
      FromEmailAddress: `hello@${domain}`,
      TemplateSubject: secret,
      TemplateContent: `<p>${secret}</p>`,
      SuccessRedirectionURL: "https://shop.example/welcome",
      FailureRedirectionURL: "https://shop.example/sorry",
    }),
  );
  await ses.send(new sdk.CreateContactListCommand({ ContactListName: list, Description: secret, Tags }));
  await ses.send(
    new sdk.CreateContactCommand({
      ContactListName: list,
      EmailAddress: given.contact,
      AttributesData: JSON.stringify({ kind: secret }),
    }),
  );
  await ses.send(
    new sdk.PutSuppressedDestinationCommand({ EmailAddress: given.suppressed, Reason: "BOUNCE" }),
  );
  const { TenantId: tenantId = "" } = await ses.send(
    new sdk.CreateTenantCommand({ TenantName: tenant, Tags }),
  );
  for (const resource of [`identity/${domain}`, `configuration-set/${set}`]) {
    const ResourceArn = `arn:aws:ses:${region}:${account}:${resource}`;
    await ses.send(new sdk.CreateTenantResourceAssociationCommand({ TenantName: tenant, ResourceArn }));
  }
  const listeners = await makeListeners(world, urls);
  await world.plain("PUT", `/signet/v1/queue/pauses/${given.pausedDomain}`, { reason: secret });
  return {
    tenantId,
    ...listeners,
    ...(await makeJobs(world)),
    ...(await makeTest(world, { from: `ann@${domain}`, word: secret })),
    certificate: await signingCertificate(world, `${secret}@${domain}`),
  };
}

async function makeListeners(world: World, urls: { readonly subscriber: string; readonly receiver: string }) {
  const { topic, set, destination } = given;
  await world.plain("POST", "/signet/v1/topics", { name: topic });
  const { id: subscription } = await world.plain<{ id: string }>(
    "POST",
    `/signet/v1/topics/${topic}/subscriptions`,
    { endpoint: urls.subscriber },
  );
  const { id: webhook } = await world.plain<{ id: string }>("POST", "/signet/v1/webhooks", {
    url: `${urls.receiver}?${secret}`,
  });
  const topics = { [destination]: awsTopic, own: `arn:aws:sns:${region}:${account}:${topic}` };
  for (const [EventDestinationName, TopicArn] of Object.entries(topics)) {
    const EventDestination = { Enabled: true, MatchingEventTypes, SnsDestination: { TopicArn } };
    await world.ses.send(
      new sdk.CreateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: set,
        EventDestinationName,
        EventDestination,
      }),
    );
  }
  await world.leap(2 * secondMs);
  return { subscription, webhook };
}

async function makeCredentials(world: World) {
  await using operator = await operatorOf(world);
  const { id: user } = await operator.users.create(account, { name: "ann", password });
  const { id: accessKey } = await operator.accessKeys.createAccessKey(account, secret);
  const { id: apiKey } = await operator.accessKeys.createApiKey(account, secret);
  const browser = new Browser(world);
  assert.equal((await browser.signIn("ann", password)).status, 200);
  const { data } = await browser.call("GET", "/signet/v1/sessions");
  const [session] = (data as { sessions: { id: string }[] }).sessions;
  return { user, accessKey, apiKey, session: session?.id ?? "" };
}

async function sendOne(world: World) {
  const { MessageId: message = "" } = await world.ses.send(
    new sdk.SendEmailCommand({
      FromEmailAddress: `ann@${given.domain}`,
      Destination: { ToAddresses: ["carl@far.example"] },
      Content: {
        Simple: {
          Subject: { Data: secret },
          Body: { Text: { Data: secret } },
          Attachments: [{ FileName: "a.txt", RawContent: Buffer.from(secret), ContentType: "text/plain" }],
        },
      },
      ConfigurationSetName: given.set,
      TenantName: given.tenant,
    }),
  );
  await world.settle();
  const { messages } = await world.plain<{ messages: { id: string }[] }>(
    "GET",
    `/signet/v1/inbox?message_id=${message}`,
  );
  return { message, inboxMessage: messages[0]?.id ?? "" };
}

async function whoWasTold(world: World, of: { readonly webhook: string; readonly subscription: string }) {
  const latest = async (path: string) => {
    const { deliveries } = await world.plain<{ deliveries: { id: string }[] }>(
      "GET",
      `/signet/v1/${path}/deliveries`,
    );
    assert.ok(deliveries[0], `${path} was told nothing`);
    return deliveries[0].id;
  };
  return {
    toldWebhook: await latest(`webhooks/${of.webhook}`),
    toldSubscription: await latest(`topics/${given.topic}/subscriptions/${of.subscription}`),
    toldDestination: await latest(`configuration-sets/${given.set}/event-destinations/${given.destination}`),
  };
}

/** Names of the same form that are nobody's. */
export function nobodys(hers: Names): Names {
  return Object.fromEntries(
    Object.entries(hers).map(([kind, name]) => {
      if (kind === "account" || kind === "region") return [kind, name];
      const other = (name as string).replaceAll("zulu", "yoke");
      if (other !== name) return [kind, other];
      const at = other.length - 9;
      return [kind, `${other.slice(0, at)}${other[at] === "1" ? "2" : "1"}${other.slice(at + 1)}`];
    }),
  ) as unknown as Names;
}
