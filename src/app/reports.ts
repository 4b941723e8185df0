import type { Account } from "#features/account/index.ts";
import { AwsServices } from "#features/aws-services/index.ts";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import { type Deliveries, MessageSearchStore, ReturnPaths, StandingStore } from "#features/delivery/index.ts";
import {
  EventCountStore,
  EventCounts,
  MetricCountStore,
  MetricCounts,
} from "#features/event-counts/index.ts";
import type { EventDestinations } from "#features/event-destinations/index.ts";
import { EventStore, Events, PublicationStore } from "#features/events/index.ts";
import {
  Feedback,
  FeedbackLoop,
  type FeedbackParts,
  FeedbackStore,
  ReturnedMail,
} from "#features/feedback/index.ts";
import { AwsTeller, ConfiguredAudiences, Publisher } from "#features/publishing/index.ts";
import { SentMessages } from "#features/sending/index.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import {
  suppressionRules as rulesOf,
  Suppression,
  SuppressionStore,
  suppressNobody,
} from "#features/suppression/index.ts";
import type { Tenants } from "#features/tenants/index.ts";
import { NotificationKey, type Post, TopicStore, Topics } from "#features/topics/index.ts";
import { WebhookStore, Webhooks } from "#features/webhooks/index.ts";
import type { Ground } from "./ground.ts";
import { Web } from "./web.ts";

/** What is told of messages, and needs to know about messages: each asks the other only when called. */
interface Others {
  readonly account: Account;
  readonly mail: () => { readonly deliveries: Deliveries };
  readonly identities: () => {
    readonly configurationSets: ConfigurationSets;
    readonly eventDestinations: EventDestinations;
    readonly tenants: Tenants;
  };
}

/** Events, who is told of them, and what follows from bounces and complaints. */
export function buildReports(ground: Ground, { account, mail, identities }: Others) {
  const { surroundings, database, config } = ground;
  const suppression = new Suppression({
    ...surroundings,
    store: new SuppressionStore(database),
    tenants: () => identities().tenants,
  });
  const web = new Web(config, surroundings);
  const post: Post = async (url, content) => await web.post(url, content);
  const topics = buildTopics(ground, post);
  const { secrets } = ground;
  const webhooks = new Webhooks({
    ...surroundings,
    secrets,
    post,
    refusalOf: (url) => web.refusalOf(url),
    configurationSets: () => identities().configurationSets,
    store: new WebhookStore(database),
  });
  const destinations = () => identities().eventDestinations;
  const aws = new AwsServices(config.aws);
  const events = new Events({
    ...surroundings,
    store: new EventStore(database),
    publications: new PublicationStore(database),
    audiences: new ConfiguredAudiences({ ...surroundings, topics, webhooks, destinations }),
  });
  const suppressionRules = suppressionRulesFor({ account, identities });
  const feedback = new Feedback({
    ...surroundings,
    store: new FeedbackStore(database),
    events,
    suppression,
    deliveries: () => mail().deliveries,
    suppressionRules,
    zone: config.zone,
  });
  return {
    suppression,
    web,
    topics,
    webhooks,
    aws,
    awsTeller: new AwsTeller({ destinations, aws }),
    events,
    feedback,
    suppressionRules,
    feedbackLoop: new FeedbackLoop({ tokens: ground.tokens, zone: config.zone }),
    returnPaths: new ReturnPaths(ground.tokens),
  };
}

/** Whom a bounce or a complaint keeps from being written to again. */
function suppressionRulesFor({
  account,
  identities,
}: Pick<Others, "account" | "identities">): FeedbackParts["suppressionRules"] {
  return async (owner, { configurationSet, tenant, sentAt }) => {
    const { configurationSets, tenants } = identities();
    const [set, sentFor, settings] = await Promise.all([
      configurationSet === undefined ? undefined : configurationSets.find(owner, configurationSet),
      tenant === undefined ? undefined : tenants.find(owner, tenant),
      account.settings(owner),
    ]);
    // One of the same name may have come after it.
    const isGone = tenant !== undefined && (sentFor === undefined || sentFor.createdAt > sentAt);
    if (isGone) return suppressNobody;
    return rulesOf({ set: set?.suppression, tenant: sentFor, account: settings.suppression });
  };
}

/** Those who read what became of messages: a caller, a subscriber, and whoever takes what comes back by mail. */
export function buildReaders(
  { surroundings, database, config }: Ground,
  parts: ReturnType<typeof buildReports> & {
    readonly mail: { readonly deliveries: Deliveries };
  },
) {
  const { events, topics, webhooks, awsTeller, feedback, feedbackLoop, returnPaths, mail } = parts;
  const counted = new EventCountStore(database);
  return {
    eventCounts: new EventCounts({ ...surroundings, store: counted }),
    metricCounts: new MetricCounts({
      ...surroundings,
      store: new MetricCountStore(database),
      events: counted,
    }),
    sentMessages: new SentMessages({
      ...mail,
      events,
      search: new MessageSearchStore(database),
      standing: new StandingStore(database),
    }),
    publisher: new Publisher({
      ...surroundings,
      events,
      topics,
      webhooks,
      awsTeller,
      mail: {
        mailOf: async (owner, messageId) =>
          (await mail.deliveries.message({ owner, messageId }))?.report?.mail as
            | Readonly<Record<string, unknown>>
            | undefined,
      },
    }),
    returnedMail: new ReturnedMail({
      ...surroundings,
      ...mail,
      store: new FeedbackStore(database),
      feedback,
      feedbackLoop,
      returnPaths,
      zone: config.zone,
    }),
  };
}

/** Topics of our own, under a key of our own. */
function buildTopics({ config, surroundings, database, secrets, publicUrl }: Ground, post: Post): Topics {
  return new Topics({
    ...surroundings,
    store: new TopicStore(database),
    key: new NotificationKey({
      ...surroundings,
      secrets,
      store: new ServiceKeyStore(database),
      commonName: `sns.${config.region}.${config.zone}`,
    }),
    post,
    publicUrl,
  });
}
