import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "#config.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
import { startTraceCollector } from "#test/support/trace-collector.ts";

test("with a collector named by OpenTelemetry's variables, requests, work and statements are traced, and nobody's name is in it", async () => {
  await using collector = await startTraceCollector();
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
  });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const answer = await fetch(`${service.url}/v2/email/identities`, {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    body: JSON.stringify({ EmailIdentity: "canary@example.test" }),
  });
  assert.equal(answer.status, 200);
  await service.call("GET", "/signet/v1/inbox/wait?to=canary@example.test");
  // What has gathered goes out at the end.
  assert.equal(await service.terminate(), 0);

  const request = collector.spans.find(({ name }) => name === "CreateEmailIdentity");
  assert.equal(request?.traceId, traceId);
  assert.equal(request?.parentId, "b7ad6b7169203331");
  assert.equal(request?.attributes.get("http.response.status_code"), 200);
  assert.match(String(request?.attributes.get("signet.resource_id")), /^idn_/);
  const written = collector.spans.filter(
    ({ parentId, name }) => parentId === request?.spanId && name === "write",
  );
  assert.ok(written.length > 0, "no write within the request");
  assert.match(String(written[0]?.attributes.get("db.query.text")), /^insert into/);

  const delivery = collector.spans.find(({ name }) => name === "deliver-messages");
  assert.equal(delivery?.attributes.get("outcome"), "delivered");
  assert.ok(collector.spans.some(({ parentId }) => parentId === delivery?.spanId));
  const sent = Buffer.concat(collector.bodies).toString("latin1");
  assert.match(sent, /deployment\.environment\.name/);
  assert.doesNotMatch(sent, /canary/);
});

test("a collector that is away neither fails requests nor holds up the end", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place, {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_TIMEOUT: "500",
  });
  await service.call("POST", "/v2/email/identities", { EmailIdentity: "ann@example.test" });
  await service.says(/"msg":"OpenTelemetry: [^{}"]*ECONNREFUSED 127\.0\.0\.1:1"/);
  const since = performance.now();
  assert.equal(await service.terminate(), 0);
  assert.ok(performance.now() - since < 20_000, "it took too long to end");
});

test("what of OpenTelemetry's variables cannot be done is said at the start", () => {
  const refused: readonly [Record<string, string>, RegExp][] = [
    [{ OTEL_TRACES_EXPORTER: "zipkin" }, /OTEL_TRACES_EXPORTER=zipkin: expected otlp or none/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
      /OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318: expected http:\/\//,
    ],
    [{ OTEL_TRACES_EXPORTER: "otlp", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, /expected http\/protobuf/],
    [
      { OTEL_TRACES_EXPORTER: "otlp", OTEL_TRACES_SAMPLER: "jaeger_remote" },
      /OTEL_TRACES_SAMPLER=jaeger_remote/,
    ],
    [
      { OTEL_TRACES_EXPORTER: "otlp", OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "2" },
      /OTEL_TRACES_SAMPLER_ARG=2/,
    ],
  ];
  for (const [environment, message] of refused) assert.throws(() => readConfig(environment), message);
  assert.equal(readConfig({}).traces, undefined);
  assert.equal(readConfig({ OTEL_TRACES_EXPORTER: "none" }).traces, undefined);
  const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" };
  assert.deepEqual(readConfig({ OTEL_TRACES_EXPORTER: "otlp", ...sampler }).traces, {
    ratio: 0.25,
    followsParent: true,
  });
});
