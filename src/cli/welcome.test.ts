import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "#config.ts";
import { welcome } from "./welcome.ts";
import { painter } from "./words.ts";

const paint = painter({ colour: false });
const running = {
  httpUrl: "http://127.0.0.1:4579",
  dns: { host: "127.0.0.1", port: 5300 },
  localKey: { id: "AKIAEXAMPLE", secret: "c2VjcmV0" },
};

function text(environment: Record<string, string> = {}, more: Partial<typeof running> = {}): string {
  return welcome(
    "1.2.3",
    readConfig({ SIGNET_DATA: "/data", ...environment }),
    { ...running, ...more },
    paint,
  );
}

test("says what listens, where things are, and what to try", () => {
  const lines = text().split("\n");
  assert.ok(lines.length <= 25);
  assert.equal(lines[0], "Signet 1.2.3 is ready.");
  assert.ok(lines.includes("  console  http://127.0.0.1:4579/"));
  assert.ok(lines.includes("  API      http://127.0.0.1:4579"));
  assert.ok(lines.includes("  data     /data/signet.sqlite"));
  assert.ok(lines.includes("  key      AWS_ACCESS_KEY_ID=AKIAEXAMPLE AWS_SECRET_ACCESS_KEY=c2VjcmV0"));
  assert.equal(lines.filter((line) => /^ {2}(curl|AWS_)/.test(line)).length, 3);
  assert.doesNotMatch(text(), /SMTP|2587|2525/, "nothing listens there yet");
});

test("says where mail is submitted, each way", () => {
  const host = "0.0.0.0";
  const both = { smtp: { host, port: 587 }, smtps: { host, port: 465 } };
  const lines = welcome("1.2.3", readConfig({}), { ...running, ...both }, paint).split("\n");
  assert.ok(lines.some((line) => line.startsWith("  SMTP     0.0.0.0:587, STARTTLS; user AKIAEXAMPLE, ")));
  assert.ok(lines.includes("  SMTPS    0.0.0.0:465, in TLS from the first octet"));
});

test("says where links lead when others can reach the service and nobody said how", () => {
  const unsaid = /mailed links begin with http:\/\/127\.0\.0\.1:4579 until SIGNET_PUBLIC_URL/;
  assert.match(text({ SIGNET_HTTP: "0.0.0.0:4579" }), unsaid);
  assert.doesNotMatch(text(), unsaid);
  assert.doesNotMatch(text({ SIGNET_HTTP: "0.0.0.0:4579", SIGNET_ROLES: "dns" }), unsaid, "it mails none");
  assert.doesNotMatch(
    text({ SIGNET_HTTP: "0.0.0.0:4579", SIGNET_PUBLIC_URL: "https://mail.example.com" }),
    unsaid,
  );
});

test("shows no secret of the configuration", () => {
  const shown = text({
    SIGNET_DATABASE_URL: "postgres://signet:hunter2@db.example:5432/mail",
    SIGNET_DELIVERY: "smtp://user:hunter2@relay.example:587",
  });
  assert.doesNotMatch(shown, /hunter2/);
  assert.match(shown, /PostgreSQL, db\.example:5432\/mail/);
  assert.match(shown, /goes out through relay\.example:587/);
  assert.doesNotMatch(shown, /inbox/);
});

test("where keys are asked for, says how to get one and shows none", () => {
  const shown = welcome(
    "1.2.3",
    readConfig({ SIGNET_AUTH: "required" }),
    { ...running, localKey: undefined },
    paint,
  );
  assert.match(shown, /known keys only; 'npx signet keys create' makes one/);
  assert.match(shown, /Bearer <API key>/);
  assert.match(shown, /'npx signet users create <name>' lets one in/);
  assert.doesNotMatch(shown, /local zones/);
});

test("names the command for the delegation once the world can ask", () => {
  assert.match(text({ SIGNET_DNS: "0.0.0.0:53", SIGNET_ZONE: "m.example.com" }), /'npx signet zone'/);
});

test("a process says nothing of what others do", () => {
  const zoneAlone = welcome(
    "1.2.3",
    readConfig({ SIGNET_ROLES: "dns", SIGNET_AUTH: "required" }),
    { ...running, localKey: undefined },
    paint,
  );
  assert.doesNotMatch(zoneAlone, /^ {2}(?:mail|access|console|API) /m);
  assert.match(zoneAlone, /^ {2}DNS /m);
  const sender = welcome(
    "1.2.3",
    readConfig({
      SIGNET_ROLES: "smtp,workers",
      SIGNET_AUTH: "required",
      SIGNET_PUBLIC_URL: "https://mail.example.com",
    }),
    { ...running, localKey: undefined },
    paint,
  );
  assert.match(sender, /^ {2}mail {4}stays in the local inbox$/m);
  assert.match(sender, /^ {2}access {2}known keys only/m);
  assert.doesNotMatch(sender, /sign in/);
});
