// SigV4a: a call that is signed for several regions is made in one of them.
import assert from "node:assert/strict";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { engines } from "#test/support/engines.ts";
import { Sha256 } from "#test/support/signing-oracle.ts";
import { SignatureV4a } from "#test/support/sigv4a.ts";
import { World } from "#test/support/world.ts";

const path = "/signet/v1/session";
const endpointHost = "abcdefghij.abc.endpoints.email.amazonaws.com";

interface Call {
  readonly set?: string;
  readonly host?: string;
  readonly secret?: string;
  readonly sessionToken?: string;
  readonly changed?: Readonly<Record<string, string>>;
}

/** Asks which region the call is made in; answers it, or the status where it is refused. */
async function regionOf(world: World, call: Call): Promise<unknown> {
  const { hostname, port } = new URL(world.app.httpUrl);
  const host = call.host ?? `${hostname}:${port}`;
  const { id = "", secret = "" } = world.app.localKey ?? {};
  const { sessionToken } = call;
  const signer = new SignatureV4a({
    service: "ses",
    region: call.set ?? "*",
    sha256: Sha256,
    credentials: {
      accessKeyId: id,
      secretAccessKey: call.secret ?? secret,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
  const unsigned = { method: "GET", protocol: "http:", hostname: host, path, query: {}, headers: { host } };
  const { headers } = await signer.sign(unsigned, { signingDate: new Date(world.clock.now()) });
  const asked = request({ hostname, port, path, headers: { ...headers, ...call.changed } }).end();
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on("response", resolve).on("error", reject);
  });
  const body = JSON.parse((await buffer(answered)).toString()) as { region?: string };
  return body.region ?? answered.statusCode;
}

for (const engine of engines) {
  test(`a call signed for several regions is made where its host is, or in the first that is served, on ${engine}`, async () => {
    await using world = await World.start(engine, {
      settings: { SIGNET_REGIONS: "us-east-1,eu-west-1" },
    });
    const made: readonly [Call, unknown][] = [
      [{}, "us-east-1"],
      [{ set: "eu-west-1" }, "eu-west-1"],
      [{ set: "us-west-2,eu-west-1,us-east-1" }, "eu-west-1"],
      [{ host: "email.eu-west-1.amazonaws.com" }, "eu-west-1"],
      [{ set: "us-east-1,eu-*", host: "email.eu-west-1.amazonaws.com" }, "eu-west-1"],
      [{ host: endpointHost }, "us-east-1"],
      // Refused: for another region than the host's, for none that is served, by another secret, changed on the way.
      [{ set: "us-east-1", host: "email.eu-west-1.amazonaws.com" }, 403],
      [{ set: "eu-*" }, 403],
      [{ set: "us-west-2" }, 421],
      [{ set: "Europe" }, 403],
      [{ secret: "another" }, 403],
      [{ sessionToken: "token" }, 403],
      [{ changed: { "x-amz-region-set": "eu-west-1" } }, 403],
      [{ changed: { "x-amz-region-set": "" } }, 403],
      [{ changed: { "x-amz-date": "20260101T000000Z" } }, 403],
    ];
    for (const [call, outcome] of made) {
      assert.equal(await regionOf(world, call), outcome, JSON.stringify(call));
    }
  });
}

test("whatever is written in place of a signature for several regions is refused", async () => {
  await using world = await World.start("sqlite");
  const id = world.app.localKey?.id ?? "";
  const day = new Date(world.clock.now()).toISOString().slice(0, 10).replaceAll("-", "");
  const good = `Credential=${id}/${day}/ses/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=`;
  for (const rest of [
    "",
    `${good}`,
    `${good}00`,
    `${good}${"f".repeat(10_000)}`,
    `${good}3006020101020101`,
    `${good}3046022100${"f".repeat(64)}022100${"f".repeat(64)}`,
    good.replace("/ses/", "/us-east-1/ses/"),
    good.replace(id, `${id}\u00e9`),
    "Credential=////, SignedHeaders=;;, Signature=,",
  ]) {
    const authorization = `AWS4-ECDSA-P256-SHA256 ${rest}`;
    const status = await regionOf(world, { changed: { authorization } });
    assert.ok(status === 400 || status === 403, `${authorization.slice(0, 200)}: ${String(status)}`);
  }
});
