import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

const onLinux = { skip: process.platform !== "linux" && "there is no prlimit" };

test("a service that may open no more files for a while goes on once it may", onLinux, async () => {
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = async (method: string, path: string, body?: object) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const outgoing = request(`${service.url}${path}`, { method, agent, headers });
    outgoing.end(body && JSON.stringify(body));
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    return await text(answer);
  };
  const identity = "/signet/v1/identities/sender.example";
  await call("GET", "/v2/email/account");
  // What it has open it keeps: we go on speaking with it on one connection.
  service.limitOpenFiles(3);
  await call("POST", "/v2/email/identities", { EmailIdentity: "sender.example" });
  await call("POST", `${identity}/publish`, {});
  while (!(await call("GET", `${identity}/checks`)).includes("EMFILE")) await delay(20);
  service.limitOpenFiles(1_024);
  await call("POST", `${identity}/check`, {});
  const isVerified = async () =>
    (await call("GET", "/v2/email/identities/sender.example")).includes('"VerificationStatus":"SUCCESS"');
  while (!(await isVerified())) await delay(20);
  agent.destroy();
  assert.equal(await service.terminate(), 0);
});
