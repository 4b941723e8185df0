// The client of the older API and our wire layer agree on every operation that is answered, in both directions.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-ses";
import { query } from "#servers/api/dialects/query.ts";
import { formText, olderOperations, readForm, readFormInput, writeOutput } from "#servers/api/wire/index.ts";
import { sampleOf } from "./samples.ts";

test("what the client sends is read, and what is answered the client reads, whatever the operation", async () => {
  const received: unknown[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const form = readForm(Buffer.concat(chunks as Uint8Array[]).toString());
      const operation = olderOperations.get(formText(form, "Action") ?? "");
      assert.ok(operation);
      received.push(readFormInput(operation, form));
      const output = writeOutput(operation, sampleOf(operation.output) as object, query.times);
      response.setHeader("x-amzn-requestid", "id");
      response.end(query.success(output, { requestId: "id", resource: undefined, operation }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new sdk.SESClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
  const commands = sdk as unknown as Record<string, new (input: object) => sdk.GetSendQuotaCommand>;
  for (const [name, { input, output }] of olderOperations) {
    const Command = commands[`${name}Command`];
    assert.ok(Command, name);
    const sample = sampleOf(input) as object;
    const { $metadata, ...answered } = await client.send(new Command(sample));
    assert.equal($metadata.requestId, "id", name);
    assert.deepEqual(received.pop(), sample, name);
    assert.deepEqual(answered, sampleOf(output), name);
  }
  client.destroy();
  server.close();
});
