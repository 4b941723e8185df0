import { LoopbackServer } from "./loopback-server.ts";

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string | number>;
}

export interface TraceCollector extends AsyncDisposable {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Everything that was sent, as it came. */
  readonly bodies: Buffer[];
}

/** Takes traces as a collector does: OTLP over HTTP, in protobuf. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = await LoopbackServer.start();
  server.answer(({ url }, body, response) => {
    bodies.push(body);
    if (url === "/v1/traces") spans.push(...spansOf(body));
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  return {
    url: server.url,
    spans,
    bodies,
    [Symbol.asyncDispose]: async () => await server[Symbol.asyncDispose](),
  };
}

/** https://github.com/open-telemetry/opentelemetry-proto: ExportTraceServiceRequest > ResourceSpans > ScopeSpans > Span. */
function spansOf(body: Buffer): ReceivedSpan[] {
  return parts(body, 1)
    .flatMap((resource) => parts(resource, 2))
    .flatMap((scope) => parts(scope, 2))
    .map((span) => ({
      traceId: parts(span, 1)[0]?.toString("hex") ?? "",
      spanId: parts(span, 2)[0]?.toString("hex") ?? "",
      parentId: parts(span, 4)[0]?.toString("hex") ?? "",
      name: parts(span, 5)[0]?.toString() ?? "",
      attributes: new Map(parts(span, 9).map((pair) => [parts(pair, 1)[0]?.toString() ?? "", valueOf(pair)])),
    }));
}

function valueOf(pair: Buffer): string | number {
  const [value] = parts(pair, 2);
  if (value === undefined) return "";
  const text = parts(value, 1)[0]?.toString();
  return text ?? numbers(value, 3)[0] ?? "";
}

function parts(message: Buffer, wanted: number): Buffer[] {
  return fields(message).flatMap(([number, value]) =>
    number === wanted && typeof value !== "number" ? [value] : [],
  );
}

function numbers(message: Buffer, wanted: number): number[] {
  return fields(message).flatMap(([number, value]) =>
    number === wanted && typeof value === "number" ? [value] : [],
  );
}

/** https://protobuf.dev/programming-guides/encoding/ */
function fields(message: Buffer): [number: number, value: Buffer | number][] {
  const found: [number, Buffer | number][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number): Buffer => message.subarray(at, (at += length));
  while (at < message.length) {
    const tag = varint();
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        found.push([number, varint()]);
        break;
      case 1:
        found.push([number, bytes(8)]);
        break;
      case 2:
        found.push([number, bytes(varint())]);
        break;
      default:
        found.push([number, bytes(4)]);
    }
  }
  return found;
}
