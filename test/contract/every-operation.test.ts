// The client that AWS publishes and our wire layer agree on every operation, in both directions.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import * as sdk from "@aws-sdk/client-sesv2";
import { apiModel } from "#servers/api/wire/api-model.ts";
import { errorStatuses, operationNames, readInput, router, writeOutput } from "#servers/api/wire/index.ts";
import type { Operation } from "#servers/api/wire/shape.ts";
import { sampleOf } from "./samples.ts";

// An endpoint id makes the client call another host and sign with SigV4a.
const leftOut = new Set(["EndpointId"]);

let received: { operation: Operation; input: Record<string, unknown> } | undefined;
let answer: (operation: Operation) => { status: number; errorType?: string; body: object };

const server = createServer((request, response) => void serve(request, response));
let client: sdk.SESv2Client;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = new sdk.SESv2Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
});

after(() => {
  client.destroy();
  server.close();
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = await request.toArray();
  try {
    const route = router.route(request.method ?? "", request.url ?? "");
    assert.equal(route.kind, "operation");
    assert.ok("call" in route);
    received = { operation: route.call.operation, input: readInput(route.call, Buffer.concat(chunks)) };
    const { status, errorType, body } = answer(route.call.operation);
    if (errorType !== undefined) response.setHeader("x-amzn-errortype", errorType);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  } catch (error) {
    response
      .writeHead(400)
      .end(JSON.stringify({ message: `${request.method} ${request.url}: ${String(error)}` }));
  }
}

async function call(name: string, input: object): Promise<Record<string, unknown>> {
  const commands = sdk as unknown as Record<string, new (input: object) => sdk.GetAccountCommand>;
  const Command = commands[`${name}Command`];
  assert.ok(Command, `the client has ${name}`);
  const { $metadata, ...output } = await client.send(new Command(input));
  assert.equal($metadata.httpStatusCode, 200);
  return output;
}

const commandNames = Object.keys(sdk).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);

test("we know exactly the operations that the client has", () => {
  assert.equal(operationNames.length, 117);
  assert.deepEqual(operationNames.toSorted(), commandNames.toSorted());
});

// The form that today's client sends comes before an older one of the same name.
const currentOperations = operationNames.flatMap(
  (name) => apiModel.operations.find((op) => op.name === name) ?? [],
);

for (const operation of currentOperations) {
  test(`${operation.name} goes there and back`, async () => {
    const input = sampleOf(operation.input, leftOut);
    const output = sampleOf(operation.output);
    answer = (called) => ({ status: 200, body: writeOutput(called, output, "epoch-seconds") });
    assert.deepEqual(await call(operation.name, input), output);
    assert.equal(received?.operation.name, operation.name);
    assert.deepEqual(received.input, input);
  });
}

for (const label of [".", "..", "a+b/c d%@exämple.com", "%2F", "dkim"]) {
  test(`the label ${label} arrives as it was meant`, async () => {
    answer = () => ({ status: 200, body: {} });
    await call("GetEmailIdentity", { EmailIdentity: label });
    assert.deepEqual(received?.input, { EmailIdentity: label });
  });
}

test("each modelled error becomes the client's class, with its status and message", async () => {
  for (const [name, status] of errorStatuses) {
    answer = () => ({ status, errorType: name, body: { message: `told by ${name}` } });
    const kind = (sdk as unknown as Record<string, new () => Error>)[name];
    assert.ok(kind, `the client has ${name}`);
    await assert.rejects(call("GetAccount", {}), (error) => {
      assert.ok(error instanceof kind);
      assert.ok(error instanceof sdk.SESv2ServiceException);
      assert.deepEqual(
        [error.name, error.message, error.$metadata.httpStatusCode],
        [name, `told by ${name}`, status],
      );
      return true;
    });
  }
});

test("every error that an operation declares is modelled", () => {
  for (const { name, errors } of apiModel.operations) {
    for (const error of errors) assert.ok(errorStatuses.has(error), `${name}: ${error}`);
  }
});
