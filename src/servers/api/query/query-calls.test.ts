// What strangers and greedy clients get where the calls of the Query protocol are posted to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "#test/support/signing-oracle.ts";
import { apiKey, known, revoked, type Stub, startStub } from "#test/support/stub-server.ts";

const letter =
  "Action=SendRawEmail&Version=2010-12-01&Source=a%40x.test&RawMessage.Data=SGk%3D&Destinations.member.1=b%40x.test";

/** A server of which every letter is known. */
async function startPost(options: Parameters<typeof startStub>[0] = {}) {
  const sent: { readonly caller: object; readonly input: object }[] = [];
  const stub = await startStub({
    mode: "required",
    olderHandlers: {
      async SendRawEmail(input, caller) {
        sent.push({ caller: caller.owner, input });
        if (input.Source === "bug") throw new Error("the disk is on fire");
        return { MessageId: "<1>" };
      },
    },
    topics: { confirm: async (token) => (token === "right" ? "arn:aws:sns:r:1:topic:sub" : undefined) },
    ...options,
  });
  return { ...stub, sent };
}

async function signed(
  { server }: Stub,
  body: string,
  {
    credentials = known,
    service = "ses",
    path = "/",
    query = {} as Record<string, string>,
    method = "POST",
  } = {},
) {
  const host = `127.0.0.1:${server.port}`;
  const signer = new SignatureV4({ service, region: "eu-west-1", sha256: Sha256, credentials });
  const request = { method, protocol: "http:", hostname: host, path, query, headers: { host }, body };
  const { headers } = await signer.sign(request);
  const target = `${path}${Object.keys(query).length > 0 ? `?${new URLSearchParams(query).toString()}` : ""}`;
  return await post(server.port, method === "GET" ? undefined : body, { path: target, headers, method });
}

async function post(
  port: number,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  {
    path = "/",
    headers = {},
    method = "POST",
  }: { path?: string; headers?: Record<string, string>; method?: string } = {},
) {
  const { host: _, ...others } = headers;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: others,
    body: body ?? null,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, code: /<Code>(.*)<\/Code>/.exec(text)?.[1] };
}

test("a letter is sent by whose key signed it, in the region of the scope, and by an API key", async () => {
  await using stub = await startPost();
  const answer = await signed(stub, letter);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/xml");
  const id = answer.headers.get("x-amzn-requestid") ?? "";
  assert.equal(
    answer.text,
    `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>&lt;1&gt;</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></SendRawEmailResponse>`,
  );
  assert.deepEqual(stub.sent, [
    {
      caller: { account: "111122223333", region: "eu-west-1" },
      input: {
        Source: "a@x.test",
        Destinations: ["b@x.test"],
        RawMessage: { Data: Uint8Array.of(0x48, 0x69) },
      },
    },
  ]);
  // The call in the query, which is signed too.
  assert.equal(
    (await signed(stub, "", { query: Object.fromEntries(new URLSearchParams(letter)) })).status,
    200,
  );
  const byKey = await post(stub.server.port, letter, { headers: { authorization: `Bearer ${apiKey}` } });
  assert.equal(byKey.status, 200);
  assert.equal(stub.sent.length, 3);
});

test("the older API takes a signature that names the host's service, SES's v2 does not", async () => {
  await using stub = await startPost();
  assert.equal((await signed(stub, letter, { service: "email" })).status, 200);
  const path = "/v2/email/identities";
  const v2 = await signed(stub, '{"EmailIdentity":"example.com"}', { service: "email", path });
  assert.equal(v2.headers.get("x-amzn-errortype"), "InvalidSignatureException");
});

test("who proves nothing sends nothing, and is told so in XML", async () => {
  await using stub = await startPost();
  const { port } = stub.server;
  const wrong = { ...known, secretAccessKey: "another" };
  const stranger = { accessKeyId: "AKIASTRANGER", secretAccessKey: "x" };
  const bearer = { headers: { authorization: "Bearer sk_signet_wrong" } };
  const answers = [
    [await post(port, letter), 403, "MissingAuthenticationToken"],
    [await post(port, letter, bearer), 403, "InvalidClientTokenId"],
    [await signed(stub, letter, { credentials: stranger }), 403, "InvalidClientTokenId"],
    [await signed(stub, letter, { credentials: revoked }), 403, "InvalidClientTokenId"],
    [await signed(stub, letter, { credentials: wrong }), 403, "SignatureDoesNotMatch"],
    [await signed(stub, letter, { service: "sns" }), 403, "SignatureDoesNotMatch"],
    [
      await post(port, letter, { headers: { authorization: "AWS4-HMAC-SHA256 x" } }),
      400,
      "IncompleteSignature",
    ],
  ] as const;
  for (const [answer, status, code] of answers) {
    assert.deepEqual([answer.status, answer.code], [status, code]);
    assert.equal(answer.headers.get("content-type"), "text/xml");
  }
  assert.deepEqual(stub.sent, []);
});

test("a web page of another origin cannot send in open mode, a program of this machine can", async () => {
  await using stub = await startPost({ mode: "open" });
  const { port } = stub.server;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const page = await post(port, letter, { headers: { ...form, origin: "http://evil.example" } });
  assert.deepEqual([page.status, page.code], [403, "AccessDenied"]);
  assert.deepEqual(stub.sent, []);
  assert.equal((await post(port, letter, { headers: form })).status, 200);
});

test("SNS's confirmation needs nobody's signature, and no more of a stranger is read than it takes", async () => {
  await using stub = await startPost();
  const { port } = stub.server;
  const confirm = "Action=ConfirmSubscription&Version=2010-03-31&Token=";
  for (const answer of [
    await post(port, `${confirm}right`),
    await signed(stub, `${confirm}right`, { service: "sns" }),
    await signed(stub, `${confirm}right`),
  ]) {
    assert.equal(answer.status, 200);
    assert.match(answer.text, /<SubscriptionArn>arn:aws:sns:r:1:topic:sub</);
  }
  assert.equal((await post(port, `${confirm}wrong`)).code, "InvalidParameter");
  assert.equal(
    (await post(port, `${confirm}right&x=${"x".repeat(100_000)}`)).code,
    "MissingAuthenticationToken",
  );
});

test("a call that old clients sign and ask by GET is answered; without a header of theirs it is none", async () => {
  await using stub = await startPost();
  const { port } = stub.server;
  const query = Object.fromEntries(new URLSearchParams(letter));
  assert.equal((await signed(stub, "", { query, method: "GET" })).status, 200);
  const target = `/?${letter}`;
  const byKey = { headers: { authorization: `Bearer ${apiKey}` }, method: "GET" };
  assert.equal((await post(port, undefined, { path: target, ...byKey })).status, 200);
  assert.equal(stub.sent.length, 2);
  await using open = await startPost({ mode: "open" });
  const image = await post(open.server.port, undefined, { path: target, method: "GET" });
  assert.notEqual(image.status, 200);
  assert.deepEqual(open.sent, []);
});

test("STS says whose key it is to who signed for it, and to nobody else", async () => {
  await using stub = await startPost();
  const { port } = stub.server;
  const ask = "Action=GetCallerIdentity&Version=2011-06-15";
  for (const answer of [await signed(stub, ask, { service: "sts" }), await signed(stub, ask)]) {
    assert.equal(answer.status, 200);
    assert.match(
      answer.text,
      /<Arn>arn:aws:iam::111122223333:root<.*<UserId>111122223333<.*<Account>111122223333</,
    );
  }
  const wrong = { ...known, secretAccessKey: "another" };
  assert.equal((await post(port, ask)).code, "MissingAuthenticationToken");
  assert.equal((await signed(stub, ask, { service: "sns" })).code, "SignatureDoesNotMatch");
  assert.equal(
    (await signed(stub, ask, { service: "sts", credentials: wrong })).code,
    "SignatureDoesNotMatch",
  );
  // A key that was derived for one service is good for no other.
  const letterForSts = await signed(stub, letter, { service: "sts" });
  assert.deepEqual([letterForSts.status, letterForSts.code], [403, "SignatureDoesNotMatch"]);
  assert.deepEqual(stub.sent, []);
  const assumeRole = await signed(stub, "Action=AssumeRole&Version=2011-06-15", { service: "sts" });
  assert.deepEqual([assumeRole.status, assumeRole.code], [400, "InvalidAction"]);
});

test("what is no form, or no call that is here, is refused with the reason", async () => {
  await using stub = await startPost({ mode: "open" });
  const { port } = stub.server;
  const receipt = await post(port, "Action=CreateReceiptRule&Version=2010-12-01");
  assert.deepEqual([receipt.status, receipt.code], [400, "InvalidAction"]);
  assert.match(
    receipt.text,
    /CreateReceiptRule is of the older SES API, .* what sends mail and what is about identities, templates, configuration sets and custom verification\. No mail is received here, .* event destination/,
  );
  assert.equal((await post(port, new Uint8Array([0x41, 0xff]))).code, "MalformedInput");
  assert.equal((await post(port, "&".repeat(200_000))).code, "MalformedInput");
  const unescaped = await post(port, "Action=SendRawEmail&Source=100%&RawMessage.Data=");
  assert.equal(unescaped.code, "MalformedInput");
  assert.match(unescaped.text, />The form of the request holds malformed percent-encoding</);
  assert.equal((await post(port, "Action=SendRawEmail")).code, "ValidationError");
  assert.equal((await post(port, `${letter}&Source=%00`)).status, 200);
  const zipped = await post(port, letter, { headers: { "content-encoding": "gzip" } });
  assert.deepEqual([zipped.status, zipped.code], [400, "InvalidParameterValue"]);
  const bug = await post(port, "Action=SendRawEmail&Source=bug&RawMessage.Data=");
  assert.deepEqual([bug.status, bug.code], [500, "InternalFailure"]);
  assert.match(bug.text, /<Type>Receiver<.*<Message>Internal Service Error</);
  assert.equal(stub.logged.length, 1);
});
