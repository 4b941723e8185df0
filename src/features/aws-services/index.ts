import { readArn } from "#protocols/arn/arn.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { matchesArn } from "#protocols/policy/glob.ts";
import type { AwsAccess, AwsService } from "./access.ts";
import { AwsClients } from "./clients.ts";
import { isOfCredentials, reasonOf, statusOf } from "./failures.ts";
import { patienceOf, within } from "./patience.ts";

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

/** A client that does not get through gives up soon: the event is queued, and tried again. */
const longestSilenceMs = 10_000;
/** For everything together. */
const longestAskedMs = 15_000;

/**
 * SNS, Firehose, EventBridge and CloudWatch, through the AWS SDK's clients. They are loaded when they are first used: together they take
 * some 30 MB. The credentials are the operator's, so customers reach only what the operator named.
 */
export class AwsServices implements AsyncDisposable {
  readonly #access: AwsAccess;
  readonly #clients: AwsClients;
  readonly #longestMs: number;

  constructor(access: AwsAccess, { silenceMs = longestSilenceMs, longestMs = longestAskedMs } = {}) {
    this.#access = access;
    this.#clients = new AwsClients(access, { patience: patienceOf(silenceMs) });
    this.#longestMs = longestMs;
  }

  /** Whether events may go there. */
  permits(arn: string): boolean {
    return readArn(arn) !== undefined && this.#access.targets.some((target) => matchesArn(arn, target));
  }

  /** Publishes to an SNS topic. */
  async publish(topicArn: string, content: { subject?: string; message: string }): Promise<Posted> {
    return await this.#asked("sns", topicArn, async (abortSignal) => {
      const { SNSClient, PublishCommand } = await import("@aws-sdk/client-sns");
      using sns = this.#clients.borrow("sns", topicArn, (options) => new SNSClient(options));
      const { MessageId } = await sns.client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: content.message,
          ...(content.subject === undefined ? {} : { Subject: content.subject }),
        }),
        { abortSignal },
      );
      return receipt("MessageId", MessageId);
    });
  }

  /** Puts a record into a Firehose delivery stream. */
  async putRecord(streamArn: string, data: string): Promise<Posted> {
    return await this.#asked("firehose", streamArn, async (abortSignal) => {
      const { FirehoseClient, PutRecordCommand } = await import("@aws-sdk/client-firehose");
      using firehose = this.#clients.borrow("firehose", streamArn, (options) => new FirehoseClient(options));
      const DeliveryStreamName = readArn(streamArn)?.resource.replace(/^deliverystream\//, "");
      const { RecordId } = await firehose.client.send(
        new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(data) } }),
        { abortSignal },
      );
      return receipt("RecordId", RecordId);
    });
  }

  /** Puts an event on an EventBridge bus. */
  async putEvent(busArn: string, event: BusEvent): Promise<Posted> {
    return await this.#asked("eventbridge", busArn, async (abortSignal) => {
      const { EventBridgeClient, PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
      using eventbridge = this.#clients.borrow(
        "eventbridge",
        busArn,
        (options) => new EventBridgeClient(options),
      );
      const { Entries } = await eventbridge.client.send(
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
        { abortSignal },
      );
      // The call succeeds although the event in it was not taken.
      const [entry] = Entries ?? [];
      if (entry?.ErrorCode !== undefined) throw new Error(`${entry.ErrorCode}: ${entry.ErrorMessage}`);
      return receipt("EventId", entry?.EventId);
    });
  }

  /** Counts one in CloudWatch. `arn` says the region. */
  async putMetric(arn: string, { namespace, name, at, dimensions }: Metric): Promise<Posted> {
    return await this.#asked("cloudwatch", arn, async (abortSignal) => {
      const { CloudWatchClient, PutMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
      using cloudwatch = this.#clients.borrow("cloudwatch", arn, (options) => new CloudWatchClient(options));
      await cloudwatch.client.send(
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
        { abortSignal },
      );
      return "counted";
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#clients[Symbol.dispose]();
  }

  async #asked(
    service: AwsService,
    arn: string,
    ask: (overdue: AbortSignal) => Promise<string>,
  ): Promise<Posted> {
    try {
      return { kind: "answered", status: 200, body: await within(this.#longestMs, ask) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The others are left alone: a region that nobody switched on refuses good credentials, too.
      if (isOfCredentials(error)) this.#clients.retire(service, arn);
      const status = statusOf(error);
      const reason = reasonOf(error);
      return status === undefined || status < 300
        ? { kind: "failed", reason }
        : { kind: "answered", status, body: reason };
    }
  }
}

/** The services name what they took; what does not, a page that somebody's proxy answers with, took nothing. */
function receipt(name: string, id: string | undefined): string {
  if (id === undefined) throw new Error(`The answer has no ${name}: it is not one of the service.`);
  return `${name} ${id}`;
}
