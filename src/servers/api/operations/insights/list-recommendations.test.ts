import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { Recommendations } from "#features/recommendations/index.ts";
import { CallerError } from "#platform/errors.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { startStub } from "#test/support/stub-server.ts";
import { listRecommendations } from "./list-recommendations.ts";

test("domains are looked at no further when the caller went away", async () => {
  const looking = Promise.withResolvers<AbortSignal>();
  const recommendations = new Recommendations({
    identities: {
      get: async () => {
        throw new CallerError("not-found", "It was deleted meanwhile.");
      },
      domainsAfter: async () => ["sender.test"],
    },
    domainAdvice: {
      async of(_owner, _name, signal) {
        looking.resolve(signal);
        await once(signal, "abort");
        return [];
      },
    },
    metricCounts: { table: async () => [] },
    clock: new HandClock(),
  });
  await using stub = await startStub({
    handlers: { ListRecommendations: listRecommendations({ recommendations }) },
  });
  const socket = connect(stub.server.port, "127.0.0.1");
  socket.write(
    "POST /v2/email/vdm/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
  );
  const signal = await looking.promise;
  assert.equal(signal.aborted, false);
  socket.destroy();
  if (!signal.aborted) await once(signal, "abort");
});
