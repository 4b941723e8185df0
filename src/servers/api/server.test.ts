import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent } from "node:http";
import { connect, type LookupFunction, type Socket } from "node:net";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateTenantCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { everything } from "#features/access-keys/index.ts";
import { apiKey, known, revoked, type Stub, startStub } from "#test/support/stub-server.ts";

function client({ server }: Stub, credentials = known, region = "eu-west-1"): SESv2Client {
  return new SESv2Client({ endpoint: server.url, region, credentials, maxAttempts: 1 });
}

async function call(stub: Stub, path: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(`${stub.server.url}${path}`, init);
}

const toLoopback: LookupFunction = (_, options, done) =>
  options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);

/** Sends bytes as they are and reads until the connection ends. */
async function raw({ server }: Stub, text: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(text);
  return await readAll(socket);
}

async function readAll(socket: Socket): Promise<string> {
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
  });
  socket.on("error", () => {});
  await once(socket, "close");
  return received;
}

function withoutUserAgent(caller: Stub["callers"][number]) {
  const { userAgent: _, ...others } = caller;
  return others;
}

const create = { method: "POST", body: '{"EmailIdentity":"example.com"}' };

test("the SDK is answered in the AWS dialect, as the account and in the region it signed for", async () => {
  await using stub = await startStub();
  const ses = client(stub);
  const created = await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.com" }));
  assert.equal(created.IdentityType, "DOMAIN");
  assert.match(created.$metadata.requestId ?? "", /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  assert.match(stub.callers[0]?.userAgent ?? "", /^aws-sdk-js\//);
  assert.deepEqual(stub.callers.map(withoutUserAgent), [
    {
      owner: { account: "111122223333", region: "eu-west-1" },
      by: { kind: "access-key", id: known.accessKeyId, scope: everything },
      sourceIp: "127.0.0.1",
      secure: false,
    },
  ]);
  const got = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "a+b/c d%@exämple.com" }));
  assert.equal(got.ConfigurationSetName, "a+b/c d%@exämple.com");
  assert.equal(got.VerificationInfo?.LastCheckedTimestamp?.getTime(), 1_735_689_600_000);
  await ses.send(new PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity: ".." }));
});

test("the SDK raises failures under AWS's names", async () => {
  await using stub = await startStub();
  const identity = { EmailIdentity: "example.com" };
  const failure = async (sent: Promise<unknown>) => {
    const error = await sent.then(
      () => assert.fail("it did not fail"),
      (reason) => reason as { name: string; message: string; $metadata: { httpStatusCode: number } },
    );
    return [error.name, error.$metadata.httpStatusCode, error.message];
  };
  const get = new GetEmailIdentityCommand(identity);
  const wrongSecret = await failure(client(stub, { ...known, secretAccessKey: "wrong" }).send(get));
  assert.deepEqual(wrongSecret.slice(0, 2), ["InvalidSignatureException", 403]);
  assert.match(String(wrongSecret[2]), /does not match the signature you provided/);
  const invalidToken = (reason: string) => [
    "UnrecognizedClientException",
    403,
    `The security token included in the request is invalid: ${reason}`,
  ];
  assert.deepEqual(
    await failure(client(stub, revoked).send(get)),
    invalidToken("no such access key is in force here; 'signet keys create' makes one."),
  );
  const temporary = { ...known, sessionToken: "FwoGZXIvYXdz" };
  assert.deepEqual(
    await failure(client(stub, temporary).send(get)),
    invalidToken("the keys of this service come without a session token (AWS_SESSION_TOKEN)."),
  );
  assert.deepEqual(await failure(client(stub).send(new CreateTenantCommand({ TenantName: "a" }))), [
    "NotImplementedException",
    501,
    "CreateTenant is not implemented.",
  ]);
  const bug = await failure(client(stub).send(new GetEmailIdentityCommand({ EmailIdentity: "bug.example" })));
  assert.deepEqual(bug, ["InternalServiceErrorException", 500, "Internal Service Error"]);
  assert.equal(stub.logged.length, 1);
});

test("an SDK whose clock is off learns ours from the Date header and signs again", async () => {
  const off = 3 * 24 * 3600_000;
  const clock = { now: () => Date.now() + off, sleep: () => Promise.resolve() };
  await using stub = await startStub({ clock });
  const ses = new SESv2Client({ endpoint: stub.server.url, region: "eu-west-1", credentials: known });
  const got = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: "example.com" }));
  assert.equal(got.$metadata.attempts, 2);
});

test("in open mode an unknown access key acts as the local account, in required mode it is refused", async () => {
  const stranger = { accessKeyId: "AKIASTRANGER", secretAccessKey: "whatever" };
  const command = new CreateEmailIdentityCommand({ EmailIdentity: "example.com" });
  await using open = await startStub();
  await client(open, stranger).send(command);
  assert.deepEqual(open.callers.map(withoutUserAgent), [
    {
      owner: { account: "000000000000", region: "eu-west-1" },
      by: { kind: "local" },
      sourceIp: "127.0.0.1",
      secure: false,
    },
  ]);
  await using required = await startStub({ mode: "required" });
  await assert.rejects(client(required, stranger).send(command), { name: "UnrecognizedClientException" });
  const unsigned = await call(required, "/v2/email/identities", create);
  assert.equal(unsigned.status, 401);
  assert.equal(unsigned.headers.get("www-authenticate"), "Bearer");
  assert.deepEqual(required.callers, []);
});

test("whoever does not sign is answered in the plain dialect", async () => {
  await using stub = await startStub();
  const created = await call(stub, "/v2/email/identities", create);
  assert.equal(created.status, 200);
  assert.equal(created.headers.get("content-type"), "application/json");
  assert.equal(created.headers.get("x-content-type-options"), "nosniff");
  assert.match(created.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(await created.json(), {
    success: true,
    data: {
      id: "idn_1",
      created_at: "2025-01-01T00:00:00Z",
      IdentityType: "DOMAIN",
      VerifiedForSendingStatus: false,
    },
  });
  const got = await call(stub, "/v2/email/identities/example.com", {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  assert.deepEqual(await got.json(), {
    success: true,
    data: {
      ConfigurationSetName: "example.com",
      VerificationInfo: { LastCheckedTimestamp: "2025-01-01T00:00:00.000Z" },
    },
  });
  assert.deepEqual(stub.callers, [
    {
      owner: { account: "000000000000", region: "us-east-1" },
      by: { kind: "local" },
      sourceIp: "127.0.0.1",
      secure: false,
      userAgent: "node",
    },
  ]);
});

test("the plain dialect says what is wrong and where", async () => {
  await using stub = await startStub();
  const body = '{"EmailIdentity":"example.com","Tags":[{"Value":"b"}]}';
  const refused = await call(stub, "/v2/email/identities", { method: "POST", body });
  assert.equal(refused.status, 400);
  const { success, error } = (await refused.json()) as {
    success: boolean;
    error: { code: string; details: { path: string }[] };
  };
  assert.equal(success, false);
  assert.equal(error.code, "VALIDATION_ERROR");
  assert.deepEqual(
    error.details.map(({ path }) => path),
    ["Tags[0].Key"],
  );
  const statuses: [string, RequestInit, number][] = [
    ["/v2/email/identities", { method: "POST", body: "{" }, 400],
    ["/v2/email/nothing/here", {}, 404],
    ["/nothing", {}, 404],
    ["/%zz", {}, 400],
    ["/v2/email/identities/%zz", {}, 400],
    ["/v2/email/identities", { method: "PATCH", body: "{}" }, 405],
    ["/v2/email/identities", { method: "OPTIONS" }, 405],
    ["/v2/email/identities/x", { method: "HEAD" }, 405],
    ["/v2/email/tenants", { method: "POST", body: '{"TenantName":"a"}' }, 501],
    ["/v2/email/identities/bug.example", {}, 500],
    ["/v2/email/identities/x", { headers: { authorization: "Bearer wrong" } }, 401],
    ["/v2/email/identities/x", { headers: { authorization: "Basic YTpi" } }, 401],
    ["/healthz", {}, 200],
    ["/healthz", { method: "HEAD" }, 200],
    ["/readyz", {}, 200],
  ];
  for (const [path, init, status] of statuses) {
    const response = await call(stub, path, init);
    assert.equal(response.status, status, `${init.method ?? "GET"} ${path}`);
    assert.ok(Math.abs(Date.parse(response.headers.get("date") ?? "") - Date.now()) < 5_000, path);
    if (status === 405) assert.match(response.headers.get("allow") ?? "", /[A-Z]+/);
    await response.arrayBuffer();
  }
});

test("/readyz says when the service cannot do its work", async () => {
  await using stub = await startStub({ ready: () => Promise.reject(new Error("no database")) });
  assert.equal((await call(stub, "/readyz")).status, 503);
  assert.equal((await call(stub, "/healthz")).status, 200);
});

test("a region comes from the signature, else from the host, and both have to agree", async () => {
  await using stub = await startStub();
  const send = (host: string, target = "/v2/email/identities") =>
    raw(
      stub,
      `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${create.body.length}\r\nConnection: close\r\n\r\n${create.body}`,
    );
  const host = "email.ap-south-1.amazonaws.com";
  assert.match(await send(host), /^HTTP\/1\.1 200 /);
  assert.match(await send(host, `http://${host}/v2/email/identities`), /"success":true/);
  assert.match(
    await send(host, "http://email.eu-west-1.amazonaws.com/v2/email/identities"),
    /400 .*different hosts/s,
  );
  assert.match(await send("email.eu-west-1.localhost:4579"), /^HTTP\/1\.1 200 /);
  assert.deepEqual(
    stub.callers.map(({ owner }) => owner.region),
    ["ap-south-1", "ap-south-1", "eu-west-1"],
  );
  const ses = new SESv2Client({
    endpoint: `http://email.eu-west-1.localhost:${stub.server.port}`,
    region: "eu-west-2",
    credentials: known,
    maxAttempts: 1,
    requestHandler: { httpAgent: new Agent({ lookup: toLoopback }) },
  });
  await assert.rejects(ses.send(new GetEmailIdentityCommand({ EmailIdentity: "x.example" })), {
    name: "InvalidSignatureException",
    message: /valid region, not 'eu-west-2'/,
  });
});

test("our own routes share credentials and dialects", async () => {
  await using stub = await startStub({
    routes: [
      {
        method: "POST",
        path: "/signet/v1/inbox/:id",
        handle: ({ params, query, body, caller }) => ({
          params,
          body,
          q: query.getAll("q"),
          by: caller.by.kind,
        }),
      },
    ],
  });
  const headers = { authorization: `Bearer ${apiKey}` };
  const answered = await call(stub, "/signet/v1/inbox/a%2Fb?q=1&q=2", {
    method: "POST",
    body: "[1]",
    headers,
  });
  assert.deepEqual(await answered.json(), {
    success: true,
    data: { params: { id: "a/b" }, body: [1], q: ["1", "2"], by: "api-key" },
  });
  const malformed = await call(stub, "/signet/v1/inbox/1", { method: "POST", body: "[" });
  assert.equal(malformed.status, 400);
  const foreign = await call(stub, "/signet/v1/inbox/1", {
    method: "POST",
    headers: { origin: "http://evil.example" },
  });
  assert.equal(foreign.status, 403);
});
