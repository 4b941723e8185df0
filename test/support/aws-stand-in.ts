import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "./loopback-server.ts";

/** One call as a client of the AWS SDK made it. */
export interface AwsCall {
  /** As the signature names it: `sns`, `firehose`, `events`, `monitoring`. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The client's, one a connection. */
  readonly port: number | undefined;
  /** `Publish`, `PutRecord`, `PutEvents`, `PutMetricData`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** SNS, Firehose, EventBridge and CloudWatch as far as their protocols go: AWS query with XML, and AWS JSON 1.0 and 1.1. */
export class AwsStandIn implements AsyncDisposable {
  readonly url: string;
  readonly calls: AwsCall[] = [];
  /** Why the next calls fail; undefined: they do not. */
  failure: (call: AwsCall) => Failure | undefined = () => undefined;
  /** What the next calls wait for before they are answered. */
  hold: (call: AwsCall) => Promise<void> | undefined = () => undefined;
  readonly #server: LoopbackServer;

  private constructor(server: LoopbackServer) {
    this.#server = server;
    this.url = server.url;
    server.answer(async (request, body, response) => {
      const call = readCall(request, body.toString());
      await this.hold(call);
      this.#answer(call, response, request.headers["content-type"] ?? "");
    });
  }

  #answer(call: AwsCall, response: ServerResponse, mediaType: string): void {
    const failure = this.failure(call);
    if (failure === undefined) this.calls.push(call);
    const isQuery = call.service === "sns";
    response
      .writeHead(failure?.status ?? 200, { "content-type": isQuery ? "text/xml" : mediaType })
      .end(isQuery ? xmlAnswer(failure) : jsonAnswer(call.operation, failure));
  }

  static async start(): Promise<AwsStandIn> {
    return new AwsStandIn(await LoopbackServer.start());
  }

  /** What one operation was called with, in order. */
  inputs(operation: string): readonly Readonly<Record<string, unknown>>[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

function readCall(request: IncomingMessage, body: string): AwsCall {
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? "",
  );
  const [, accessKeyId = "", region = "", service = ""] = scope ?? [];
  const by = { service, region, accessKeyId, port: request.socket.remotePort };
  const target = String(request.headers["x-amz-target"] ?? "");
  if (service === "sns") {
    const { Action = "", ...input } = Object.fromEntries(new URLSearchParams(body));
    return { ...by, operation: Action, input };
  }
  const input = JSON.parse(body) as Record<string, unknown>;
  return { ...by, operation: target.slice(target.lastIndexOf(".") + 1), input };
}

function xmlAnswer(failure: Failure | undefined): string {
  return failure === undefined
    ? '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>'
    : `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${failure.code}</Code><Message>${failure.message}</Message></Error></ErrorResponse>`;
}

function jsonAnswer(operation: string, failure: Failure | undefined): string {
  if (failure !== undefined) return JSON.stringify({ __type: failure.code, message: failure.message });
  if (operation === "PutEvents") {
    return JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] });
  }
  return JSON.stringify(operation === "PutRecord" ? { RecordId: "r-1" } : {});
}
