import assert from "node:assert/strict";
import { test } from "node:test";
import { unknownSettings } from "./unknown-settings.ts";

test("a setting that is mistyped is told, with the one that was meant", () => {
  assert.deepEqual(unknownSettings({ SIGNET_DELIVRY: "mx", SIGNET_RETENTION_DAY: "90", PATH: "/bin" }), [
    "SIGNET_DELIVRY is no setting, and changes nothing. Did you mean SIGNET_DELIVERY?",
    "SIGNET_RETENTION_DAY is no setting, and changes nothing. Did you mean SIGNET_RETENTION_DAYS?",
  ]);
  assert.deepEqual(unknownSettings({ SIGNET_COLOUR: "red" }), [
    "SIGNET_COLOUR is no setting, and changes nothing.",
  ]);
});

test("settings, and what Kubernetes says of a service of that name, are not told", () => {
  const environment = {
    SIGNET_SMTPS: "0.0.0.0:465",
    SIGNET_TLS_KEY: "/etc/key.pem",
    SIGNET_SERVICE_HOST: "10.0.0.1",
    SIGNET_SMTP_SERVICE_PORT_SUBMISSION: "587",
    SIGNET_PORT: "tcp://10.0.0.1:4579",
    SIGNET_PORT_4579_TCP_ADDR: "10.0.0.1",
  };
  assert.deepEqual(unknownSettings(environment), []);
});

test("settings that another one switches on are known without it", () => {
  const names = ["SIGNET_ACME_TERMS", "SIGNET_ACME_CONTACT", "SIGNET_ACME_NAMES", "SIGNET_ACME_EAB"];
  assert.deepEqual(unknownSettings(Object.fromEntries(names.map((name) => [name, "x"]))), []);
});
