import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { explainedStart } from "./listen-failure.ts";

test("a taken port names the variable that chooses another", async () => {
  const first = createServer().listen(0, "127.0.0.1");
  await once(first, "listening");
  const { port } = first.address() as { port: number };
  const second = createServer().listen(port, "127.0.0.1");
  const [error] = await once(second, "error");
  first.close();
  const http = { host: "127.0.0.1", port };
  const dns = { host: "127.0.0.1", port: 5300 };
  const words = (config: Parameters<typeof explainedStart>[1]) => String(explainedStart(error, config));
  assert.match(words({ http, dns }), new RegExp(`127\\.0\\.0\\.1:${port} is in use, .* Set SIGNET_HTTP`));
  assert.match(words({ http: dns, dns: http }), /Set SIGNET_DNS to listen elsewhere\./);
});

test("the other reasons have words of their own", () => {
  const config = { http: { host: "127.0.0.1", port: 4579 }, dns: { host: "192.0.2.1", port: 53 } };
  const words = (error: object) => String(explainedStart(Object.assign(new Error("?"), error), config));
  assert.match(
    words({ code: "EACCES", port: 53, address: "192.0.2.1" }),
    /needs the right to listen below port 1024: deploy\/signet\.service gives it, .*ip_unprivileged_port_start=53'\./,
  );
  const everywhere = { ...config, dns: { host: "0.0.0.0", port: 53 } };
  const taken = Object.assign(new Error("?"), { code: "EADDRINUSE", port: 53, address: "0.0.0.0" });
  assert.match(String(explainedStart(taken, everywhere)), /by the machine's own resolver: .* Set SIGNET_DNS/);
  assert.match(words({ code: "EADDRNOTAVAIL", port: 53, address: "192.0.2.1" }), /no address|not an address/);
});

test("an error that is no listener's stays as it is", () => {
  const error = new Error("no such table");
  const place = { host: "127.0.0.1", port: 1 };
  assert.equal(explainedStart(error, { http: place, dns: place }), error);
});
