import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { GetAccountCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { AcmeScene, zone } from "#test/support/acme-scene.ts";
import { engines } from "#test/support/engines.ts";

for (const engine of engines) {
  describe(`a service without a proxy, on ${engine}`, () => {
    test("the API and the pages are there by https, with the certificate that an authority made", async () => {
      await using scene = await AcmeScene.start(engine, {
        SIGNET_HTTPS: "127.0.0.1:0",
        SIGNET_AUTH: "open",
        SIGNET_PUBLIC_URL: `https://${zone}`,
      });
      const { world, authority } = scene;
      await world.pass(minuteMs);
      assert.equal(await scene.distrust(zone), undefined);
      const { port } = world.app.https ?? {};
      const tls = { ca: authority.authority.pem, servername: zone };
      const page = async (host: string = zone) => {
        const asking = request({
          host: "127.0.0.1",
          port,
          path: "/healthz",
          headers: { host },
          ...tls,
        });
        const [answer] = (await once(asking.end(), "response")) as [IncomingMessage];
        await text(answer);
        return answer;
      };
      // Whoever comes first has the newer certificate looked for.
      await page().catch(() => undefined);
      const answer = await page();
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers["strict-transport-security"], "max-age=31536000");
      for (const [host, told] of [
        [`${zone.toUpperCase()}:443`, "max-age=31536000"],
        [`${zone}:8443`, undefined],
        ["other.example", undefined],
      ] as const) {
        const { headers } = await page(host);
        assert.equal(headers["strict-transport-security"], told, host);
      }
      const ses = world.client({
        endpoint: `https://127.0.0.1:${port}`,
        requestHandler: { httpsAgent: new Agent(tls) },
      });
      assert.equal((await ses.send(new GetAccountCommand({}))).SendingEnabled, true);
    });
  });
}
