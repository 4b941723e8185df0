import assert from "node:assert/strict";
import { test } from "node:test";
import { newDatabasePlace } from "#test/support/engines.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

test("a service that is told to open its log anew opens no debugger instead", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using service = await ServiceProcess.start(place);
  service.signal("SIGUSR1");
  assert.equal((await service.ask("GET", "/v2/email/account")).status, 200);
  service.signal("SIGTERM");
  const { code, output } = await service.end();
  assert.doesNotMatch(output, /debugger|inspector/i);
  assert.equal(code, 0);
});
