import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { FirehoseClient } from "@aws-sdk/client-firehose";
import type { SNSClient } from "@aws-sdk/client-sns";
import { readArn } from "#protocols/arn/arn.ts";
import type { Posted } from "#protocols/http/guarded-post.ts";
import { matchesGlob } from "#protocols/policy/glob.ts";
import type { AwsAccess, AwsCredentials, AwsService } from "./access.ts";
import { type Patience, patienceOf } from "./patience.ts";

export { AwsObjects, ObjectUnreadable } from "./objects.ts";

/** One thing that was counted. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly at: number;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  readonly resources: readonly string[];
  readonly at: number;
}

interface Client {
  destroy(): void;
}

/** A client that does not get through gives up soon: the event is queued, and tried again. */
const longestSilenceMs = 10_000;
const mostClients = 64;

/**
 * SNS, Firehose, EventBridge and CloudWatch, through the AWS SDK's clients. They are loaded when they are first used: together they take
 * some 30 MB. The credentials are the operator's, so customers reach only what the operator named.
 */
export class AwsServices implements AsyncDisposable {
  readonly #access: AwsAccess;
  readonly #clients = new Map<string, Client>();
  readonly #patience: Patience;

  constructor(access: AwsAccess, { silenceMs = longestSilenceMs } = {}) {
    this.#access = access;
    this.#patience = patienceOf(silenceMs);
  }

  /** Whether events may go there. */
  permits(arn: string): boolean {
    return readArn(arn) !== undefined && this.#access.targets.some((target) => matchesGlob(arn, target));
  }

  /** Publishes to an SNS topic. */
  async publish(topicArn: string, content: { subject?: string; message: string }): Promise<Posted> {
    return await asked(async () => {
      const { SNSClient, PublishCommand } = await import("@aws-sdk/client-sns");
      const client = this.#client<SNSClient>("sns", topicArn, (options) => new SNSClient(options));
      const { MessageId } = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: content.message,
          ...(content.subject === undefined ? {} : { Subject: content.subject }),
        }),
      );
      return `MessageId ${MessageId}`;
    });
  }

  /** Puts a record into a Firehose delivery stream. */
  async putRecord(streamArn: string, data: string): Promise<Posted> {
    return await asked(async () => {
      const { FirehoseClient, PutRecordCommand } = await import("@aws-sdk/client-firehose");
      const client = this.#client<FirehoseClient>(
        "firehose",
        streamArn,
        (options) => new FirehoseClient(options),
      );
      const DeliveryStreamName = readArn(streamArn)?.resource.replace(/^deliverystream\//, "");
      const { RecordId } = await client.send(
        new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(data) } }),
      );
      return `RecordId ${RecordId}`;
    });
  }

  /** Puts an event on an EventBridge bus. */
  async putEvent(busArn: string, event: BusEvent): Promise<Posted> {
    return await asked(async () => {
      const { EventBridgeClient, PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
      const client = this.#client<EventBridgeClient>(
        "eventbridge",
        busArn,
        (options) => new EventBridgeClient(options),
      );
      const { Entries } = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: busArn,
              Source: event.source,
              DetailType: event.detailType,
              Detail: event.detail,
              Resources: [...event.resources],
              Time: new Date(event.at),
            },
          ],
        }),
      );
      // The call succeeds although the event in it was not taken.
      const [entry] = Entries ?? [];
      if (entry?.EventId === undefined) throw new Error(`${entry?.ErrorCode}: ${entry?.ErrorMessage}`);
      return `EventId ${entry.EventId}`;
    });
  }

  /** Counts one in CloudWatch. `arn` says the region. */
  async putMetric(arn: string, { namespace, name, at, dimensions }: Metric): Promise<Posted> {
    return await asked(async () => {
      const { CloudWatchClient, PutMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
      const client = this.#client<CloudWatchClient>(
        "cloudwatch",
        arn,
        (options) => new CloudWatchClient(options),
      );
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: [
            {
              MetricName: name,
              Timestamp: new Date(at),
              Unit: "Count",
              Value: 1,
              Dimensions: dimensions.map((one) => ({ Name: one.name, Value: one.value })),
            },
          ],
        }),
      );
      return "counted";
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#destroyAll();
  }

  #destroyAll(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  /** One a service and region, kept: with it, its connections. */
  #client<Kind extends Client>(
    service: AwsService,
    arn: string,
    create: (options: ClientOptions) => Kind,
  ): Kind {
    const region = readArn(arn)?.region ?? "";
    const name = `${service}/${region}`;
    let client = this.#clients.get(name);
    if (client === undefined) {
      if (this.#clients.size >= mostClients) this.#destroyAll();
      const { endpoints, credentials } = this.#access;
      const endpoint = endpoints[service];
      client = create({
        region,
        maxAttempts: 1,
        requestHandler: this.#patience,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(credentials === undefined ? {} : { credentials }),
      });
      this.#clients.set(name, client);
    }
    return client as Kind;
  }
}

interface ClientOptions {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: Patience;
  readonly endpoint?: string;
  readonly credentials?: AwsCredentials;
}

async function asked(ask: () => Promise<string>): Promise<Posted> {
  try {
    return { kind: "answered", status: 200, body: await ask() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
      ?.httpStatusCode;
    const reason = `${error.name}: ${error.message}`;
    return status === undefined || status < 300
      ? { kind: "failed", reason }
      : { kind: "answered", status, body: reason };
  }
}
