import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "./config.ts";

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail("it was taken");
}

test("without settings the service is open, on loopback, and keeps every message", () => {
  const config = readConfig({});
  assert.equal(config.auth, "open");
  assert.deepEqual(config.http, { host: "127.0.0.1", port: 4579 });
  assert.deepEqual(config.delivery, { transport: "capture" });
});

test("behind a proxy, where strangers come from loopback too, credentials are asked for", () => {
  const authAt = (SIGNET_PUBLIC_URL: string, more = {}) => readConfig({ SIGNET_PUBLIC_URL, ...more }).auth;
  assert.equal(authAt("https://mail.example.com"), "required");
  assert.equal(authAt("https://127.0.0.1.example.com"), "required");
  for (const own of ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1", "http://a.localhost"]) {
    assert.equal(authAt(own), "open", own);
  }
  assert.equal(authAt("https://mail.example.com", { SIGNET_AUTH: "open" }), "open");
});

test("open on a listener that is not loopback is refused", () => {
  assert.match(refusal({ SIGNET_HTTP: "0.0.0.0:80", SIGNET_AUTH: "open" }), /act as the local account/);
  assert.match(refusal({ SIGNET_HTTPS: "0.0.0.0:443", SIGNET_AUTH: "open" }), /reaches 0\.0\.0\.0:443 /);
  assert.equal(readConfig({ SIGNET_HTTPS: "0.0.0.0:443" }).auth, "required");
  assert.equal(readConfig({ SIGNET_HTTPS: "127.0.0.1:443" }).auth, "open");
});

test("what is wrong with a value is said without the secrets in it", () => {
  for (const [name, value] of [
    ["SIGNET_MASTER_KEY", "s3cret"],
    ["SIGNET_DATABASE_URL", "mysql://user:s3cret@host/db"],
    ["SIGNET_DATABASE_URL", "mysql://user:s3cret/with@slash@host/db"],
    ["SIGNET_DATABASE_URL", "mysql:/user:s3cret@host/db"],
    ["SIGNET_DATABASE_URL", "host=db.example user=ann password=s3cret dbname=mail"],
    ["SIGNET_DATABASE_URL", "postgres://ann:s3cret/s3cret@db.example/mail"],
    ["SIGNET_DATABASE_URL", "postgres://ann:12/s3cret@db.example/mail"],
    ["SIGNET_DATABASE_URL", "postgres://ann:s3cret?s3cret@db.example/mail"],
    ["SIGNET_DATABASE_URL", "postgres://ann:s3cret#s3cret@db.example/mail"],
    ["SIGNET_DATABASE_URL", "postgres://ann:s3cret%E4@db.example/mail"],
    ["SIGNET_DELIVERY", "smtp://user:s3cret/x@host:port"],
  ] as const) {
    const message = refusal({ [name]: value });
    assert.ok(message.startsWith(`${name}=`), message);
    assert.doesNotMatch(message, /s3cret/);
  }
});

test("a public URL is a name of its own, for nothing is answered below a path", () => {
  for (const url of [
    "https://example.net/mail",
    "https://ann:secret@example.net",
    "https://example.net/?a=b",
  ]) {
    const message = refusal({ SIGNET_PUBLIC_URL: url });
    assert.match(message, /such as https:\/\/mail\.example\.net, without a path/, url);
    assert.doesNotMatch(message, /secret/);
  }
  assert.equal(
    readConfig({ SIGNET_PUBLIC_URL: "https://Mail.example.net:8443/" }).publicUrl,
    "https://mail.example.net:8443",
  );
  const endpoint = "https://gateway.example.net/aws";
  assert.equal(readConfig({ AWS_ENDPOINT_URL_SNS: endpoint }).aws.endpoints.sns, endpoint);
});

test("a place and a zone that are none are told what one looks like", () => {
  assert.match(
    refusal({ SIGNET_HTTP: "127.0.0.1:99999" }),
    /expected host:port with a port up to 65535, such/,
  );
  assert.match(refusal({ SIGNET_ZONE: "a_b.example" }), /expected a domain such as mail\.example\.net \(/);
});

test("a database may be named as PostgreSQL's own programs take it", () => {
  for (const url of [
    "postgres://ann:s3%2Fcr%40et@db.example:5432/mail",
    "postgresql://ann@[2001:db8::25]:5432,192.0.2.25:5432/mail?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    "postgres://ann:100%@db.example/mail",
    "postgres://ann:s3cret@/mail?host=/run/postgresql",
    "postgres:///mail?host=/run/postgresql&user=ann@example.com",
    "postgres://ann@%2Frun%2Fpostgresql/mail",
  ])
    assert.equal(readConfig({ SIGNET_DATABASE_URL: url }).databaseUrl, url);
});

test("a delivery that is none is told all three that there are", () => {
  for (const wrong of ["MX", "smtp.example.net", "sendmail"])
    assert.match(refusal({ SIGNET_DELIVERY: wrong }), /expected capture, mx, or a smart host such as/);
});

test("how often an account may call is a whole number, or nothing", () => {
  assert.equal(readConfig({}).apiRate, undefined);
  assert.equal(readConfig({ SIGNET_API_RATE: "25" }).apiRate, 25);
  for (const value of ["0", "1.5", "10001", "many"])
    assert.match(refusal({ SIGNET_API_RATE: value }), /from 1 to 10000/);
});

test("a resolver is an address, with or without a port", () => {
  const { resolvers } = readConfig({ SIGNET_RESOLVERS: "192.0.2.53, 2001:db8::53,[2001:db8::53]:5353" });
  assert.deepEqual(resolvers, [
    { host: "192.0.2.53", port: 53 },
    { host: "2001:db8::53", port: 53 },
    { host: "2001:db8::53", port: 5353 },
  ]);
  for (const wrong of ["dns.example", "dns.example:53", "192.0.2.53:99999", "roots,192.0.2.53"]) {
    assert.match(refusal({ SIGNET_RESOLVERS: wrong }), /expected roots, or addresses/, wrong);
  }
});

test("a network is written in full: what has fewer parts, or an octal one, is read as another by some", () => {
  for (const name of ["SIGNET_TRUSTED_PROXIES", "SIGNET_PRIVATE_NETWORKS"]) {
    for (const wrong of [
      "10/8",
      "10.1/16",
      "0x0a000000/8",
      "010.0.0.0/8",
      "10.0.0.0",
      "fe80::1%eth0/64",
      "10.0.0.0/33",
    ])
      assert.match(refusal({ [name]: wrong }), /is no network such as 10\.0\.0\.0\/8/, wrong);
  }
  const networks = ["10.0.0.0/8", "fd00::/8"];
  assert.deepEqual(readConfig({ SIGNET_TRUSTED_PROXIES: networks.join(", ") }).trustedProxies, networks);
});

test("a rate is a number of messages a second, also less than one", () => {
  assert.equal(readConfig({ SIGNET_SITE_RATE: "0.5" }).siteRate, 0.5);
  assert.equal(readConfig({}).siteRate, undefined);
  for (const wrong of ["0", "-1", "fast", "50/s", "Infinity"]) {
    assert.match(refusal({ SIGNET_SITE_RATE: wrong }), /expected messages a second/, wrong);
  }
});

test("an authority is asked for a certificate where the operator agrees to its terms, and where it can come about", () => {
  const world = { SIGNET_ZONE: "mail.example.com", SIGNET_ACME: "letsencrypt" };
  const agreed = { ...world, SIGNET_ACME_TERMS: "agreed" };
  assert.equal(readConfig({}).acme, undefined);
  assert.deepEqual(readConfig(agreed).acme, {
    directory: "https://acme-v02.api.letsencrypt.org/directory",
    contact: undefined,
    names: [],
    externalAccount: undefined,
  });
  const own = readConfig({
    ...agreed,
    SIGNET_ACME: "https://ca.example.com/acme/directory",
    SIGNET_ACME_CONTACT: "ops@example.com",
    SIGNET_ACME_NAMES: "smtp.example.com, *.Example.org",
    SIGNET_ACME_EAB: "customer-7:c2VjcmV0IHNlY3JldCBzZWNyZXQ",
  }).acme;
  assert.deepEqual(own?.names, ["smtp.example.com", "*.example.org"]);
  assert.equal(String(own?.externalAccount?.hmacKey), "secret secret secret");
  const wrong: [Record<string, string>, RegExp][] = [
    [world, /terms .*SIGNET_ACME_TERMS=agreed/],
    [{ ...agreed, SIGNET_ACME_TERMS: "yes" }, /expected agreed/],
    [{ ...agreed, SIGNET_ACME: "buypass" }, /expected letsencrypt/],
    [{ ...agreed, SIGNET_ZONE: "signet.localhost" }, /Set SIGNET_ZONE/],
    [{ ...agreed, SIGNET_TLS_CERT: "a", SIGNET_TLS_KEY: "b" }, /SIGNET_TLS_CERT/],
    [{ ...agreed, SIGNET_ACME_NAMES: "192.0.2.1" }, /192\.0\.2\.1 is no host's name/],
    [{ ...agreed, SIGNET_ACME_NAMES: "a.*.example.com" }, /is no host's name/],
    [{ ...agreed, SIGNET_ACME_CONTACT: "a@b.example,c@d.example" }, /one e-mail address/],
  ];
  for (const [settings, message] of wrong)
    assert.throws(() => readConfig(settings), { name: "ConfigError", message });
  const secret = { ...agreed, SIGNET_ACME_EAB: "customer-7:not a key" };
  assert.throws(
    () => readConfig(secret),
    (error: Error) => !error.message.includes("not a key"),
  );
});

test("an OpenID provider is named with what it calls us, and where people have to sign in", () => {
  const oidc = { SIGNET_OIDC: "https://id.example.com/realms/a", SIGNET_OIDC_CLIENT_ID: "signet" };
  const { issuer, ...others } = readConfig({ ...oidc, SIGNET_AUTH: "required" }).oidc ?? assert.fail();
  assert.equal(issuer.href, "https://id.example.com/realms/a");
  assert.deepEqual(others, {
    clientId: "signet",
    clientSecret: undefined,
    providerName: "id.example.com",
    claim: "email",
  });
  assert.match(refusal(oidc), /nobody signs in where access is open/);
  assert.match(refusal({ SIGNET_OIDC: "https://id.example.com" }), /SIGNET_OIDC_CLIENT_ID/);
  for (const issuer of ["id.example.com", "https://a@b.example", "https://id.example.com/?a", "ftp://id"]) {
    assert.match(refusal({ SIGNET_OIDC: issuer }), /expected the provider's issuer/, issuer);
  }
  const secret = "not\u00e9 printable";
  assert.doesNotMatch(refusal({ SIGNET_OIDC_CLIENT_SECRET: secret }), /not/);
});
