import assert from "node:assert/strict";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { CommandLine, signet, signetProcess } from "#test/support/command-line.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { World } from "#test/support/world.ts";

test("at home: created, published in the local zone, watched until verified", async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  const created = await signetProcess(["identity", "create", "example.com", "--tag", "team=mail", ...at]);
  assert.deepEqual([created.code, created.err], [0, ""]);
  assert.match(created.out, /waiting for the records to appear in DNS/);
  assert.equal(created.out.match(/^DKIM {2}CNAME {2}/gm)?.length, 3);

  await using watching = new CommandLine("src/cli/main.ts", ["identity", "watch", "example.com", ...at]);
  await watching.printed(/waiting for the records/);
  const published = await signetProcess(["identity", "show", "example.com", "--publish-locally", ...at]);
  assert.match(published.out, /3 records set in the local zone/);
  await world.pass(minuteMs);

  const watched = await watching.ended();
  assert.equal(watched.code, 0, watched.err);
  assert.equal(watched.out.match(/^ {2}found {9}CNAME /gm)?.length, 3);
  assert.match(watched.out, /^example\.com: verified /m);
  assert.match((await signet(["identity", "list", ...at])).out, /^example\.com {2}domain {2}success$/m);
});

test("a wrong record is explained, with what each name server said", async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  const created = await signet(["identity", "create", "example.com", "--json", ...at]);
  const { DkimAttributes } = JSON.parse(created.out) as { DkimAttributes: { Tokens: string[] } };
  const [token = ""] = DkimAttributes.Tokens;
  const name = `${token}._domainkey.example.com`;
  await world.settle();
  await signet(["dns", "set", name, "TXT", "v=DKIM1; p=abc", ...at]);
  await world.pass(minuteMs);
  const { out } = await signet(["identity", "show", "example.com", ...at]);
  assert.match(out, new RegExp(`missing .* CNAME ${name}\n {4}`));
  assert.match(out, /ns1\.signet\.localhost \(127\.0\.0\.1\) {2}CNAME {2}NODATA {2}\d+ ms/);

  const { code, err } = await signet(["identity", "create", "example.com", ...at]);
  assert.deepEqual([code, err.match(/\n/g)?.length], [1, 1]);
  assert.match((await signet(["identity", "delete", "example.com", ...at])).out, /is deleted/);
});

test("the local zone is set, told to fail, listed and emptied", async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  for (const value of [["10 MX.example.com"], ["10", "MX.example.com"]]) {
    const set = await signet(["dns", "set", "Example.com", "mx", ...value, "--ttl", "5", ...at]);
    assert.equal(set.out, "example.com 5 MX 10 mx.example.com\n");
  }
  const slow = await signet(["dns", "behave", "example.com", "slow", "--delay", "20", ...at]);
  assert.equal(slow.out, "example.com: slow.\n");
  assert.equal(
    (await signet(["dns", "list", ...at])).out,
    [
      "NAME         TTL  TYPE  VALUE",
      "example.com  5    MX    10 mx.example.com",
      "",
      "NAME         ANSWERS",
      "example.com  slow (20 ms)",
      "",
    ].join("\n"),
  );
  assert.match(
    (await signet(["dns", "set", "example.com", "A", "nonsense", ...at])).err,
    /values\[0\] is not an IPv4 address: nonsense/,
  );
  assert.equal((await signet(["dns", "delete", "example.com", ...at])).out, "Deleted example.com.\n");
  assert.match((await signet(["dns", "list", ...at])).out, /is empty/);
});

test("a region is another place", async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  await signet(["identity", "create", "example.com", "--region", "eu-west-1", ...at]);
  assert.match((await signet(["identity", "list", ...at])).out, /No identities yet/);
  assert.match((await signet(["identity", "list", "--region", "eu-west-1", ...at])).out, /example\.com/);
});

test("the service says where it is, takes keys made beside it, and stops when told", async () => {
  await using place = await newDatabasePlace("sqlite");
  const settings = {
    SIGNET_DATA: place.folder,
    SIGNET_HTTP: "127.0.0.1:0",
    SIGNET_DNS: "127.0.0.1:0",
    SIGNET_SMTP: "127.0.0.1:0",
    SIGNET_INBOUND: "127.0.0.1:0",
    SIGNET_AUTH: "required",
  };
  await using service = new CommandLine("src/main.ts", [], settings);
  const welcome = await service.printed(/Ctrl-C/);
  const url = /API {6}(http:\S+)/.exec(welcome)?.[1] ?? "";
  assert.equal((await fetch(`${url}/readyz`)).status, 200);

  const refused = await signet(["identity", "list", "--url", url]);
  assert.match(refused.err, /give one with --api-key/);
  const made = await signet(["keys", "create", "--api", "--json", "--description", "test"], settings);
  const { secret, ...about } = JSON.parse(made.out) as { id: string; secret: string };
  const { id } = about;
  assert.deepEqual(about, { id, kind: "api-key", description: "test", may: "everything", from: null });
  const asked = ["identity", "list", "--url", url, "--api-key", secret];
  assert.match((await signet(asked)).out, /No identities yet/);
  assert.match((await signet(["keys", "list", "--api"], settings)).out, /in force {2}everything {2}test$/m);
  const sending = await signet(["keys", "create", "--from", "shop.example"], settings);
  assert.match(sending.err, /^For account 000000000000\. It may only send, and only from shop\.example\./m);
  assert.match((await signet(["keys", "list"], settings)).out, /in force {2}send from shop\.example *$/m);
  assert.match((await signet(["keys", "revoke", id, "--api"], settings)).out, /is revoked/);
  const again = await signet(["keys", "revoke", id, "--api"], settings);
  assert.deepEqual(
    [again.code, again.err],
    [1, `signet: There is no API key ${id} in force. 'signet keys list --api' shows those there are.\n`],
  );
  const unsaid = await signet(["keys", "revoke", id], settings);
  assert.match(unsaid.err, /There is no access key .* For an API key, say --api\./);

  const second = await signet(["serve"], settings);
  assert.equal(second.code, 1);
  assert.match(second.err, /^signet: Another Signet runs on \S+\. Stop it, or set SIGNET_DATA [^\n]*\n$/);
  await using elsewhere = await newDatabasePlace("sqlite");
  const taken = await signet(["serve"], {
    ...settings,
    SIGNET_DATA: elsewhere.folder,
    SIGNET_HTTP: new URL(url).host,
  });
  assert.equal(taken.code, 1);
  assert.match(taken.err, /^signet: 127\.0\.0\.1:\d+ is in use[^\n]* Set SIGNET_HTTP [^\n]*\n$/);

  service.signal("SIGTERM");
  assert.equal((await service.ended()).code, 0);
});

test("a certificate is imported for an identity, listed, renewed, and deleted when nobody signs with it", async () => {
  await using world = await World.start("sqlite");
  const at = ["--url", world.app.httpUrl];
  await signet(["identity", "create", "example.com", ...at]);
  const authority = await MailAuthority.found();
  await using folder = await mkdtempDisposable(join(tmpdir(), "signet-certificates-"));
  const file = join(folder.path, "mine.pem");
  const write = async (addresses: string[]) => {
    const { certificate, key } = await authority.certify({ addresses, key: "p256" });
    await writeFile(file, certificate + key);
  };
  await write(["ann@example.com"]);
  const importing = ["certificates", "import", "--certificate", file, "--key", file];
  const elsewhere = await signet([...importing, "--identity", "example.org", ...at]);
  assert.equal(elsewhere.code, 1);
  assert.match(
    elsewhere.err,
    /crt_\S+ is kept, but does not sign for example\.org: .*example\.org does not exist/,
  );
  const imported = await signet([...importing, "--identity", "example.com", ...at]);
  assert.deepEqual(
    [imported.code, imported.err],
    [0, "It signs what example.com sends from ann@example.com.\n"],
  );
  const id = /^id +(crt_\S+)$/m.exec(imported.out)?.[1] ?? "";
  const listed = await signet(["certificates", "list", ...at]);
  assert.match(listed.out, new RegExp(`^${id}  \\d{4}-.* UTC  ann@example\\.com  example\\.com$`, "m"));
  await write(["ann@example.com", "bob@example.com"]);
  const renewed = await signet([...importing, "--in-place-of", id, "--identity", "example.com", ...at]);
  assert.match(renewed.out, /^addresses +ann@example\.com, bob@example\.com$/m);
  assert.deepEqual(
    [renewed.code, renewed.err],
    [0, "It signs what example.com sends from ann@example.com, bob@example.com.\n"],
    "from the first it did before",
  );
  const refused = await signet(["certificates", "delete", id, ...at]);
  assert.match(refused.err, /signs what example\.com sends from ann@example\.com: disassociate it first/);
  await signet(["identity", "delete", "example.com", ...at]);
  assert.equal((await signet(["certificates", "delete", id, ...at])).out, `${id} is deleted.\n`);
  assert.equal((await signet(["certificates", "import", ...at])).code, 2);
  const container = join(folder.path, "hello.p12");
  await writeFile(container, Uint8Array.of(0x30, 0x82, 0x00, 0x04));
  const binary = await signet(["certificates", "import", "--certificate", container, "--key", file, ...at]);
  assert.match(
    binary.err,
    /hello\.p12 is not PEM: .* 'openssl pkcs12 -in \S+hello\.p12 -nodes -out \S+hello\.p12\.pem'/,
  );
});

test("a region that is none is refused in the words of the command line", async () => {
  await using place = await newDatabasePlace("sqlite");
  const settings = { SIGNET_DATA: place.folder };
  const made = await signet(["keys", "create", "--json"], settings);
  const { id } = JSON.parse(made.out) as { id: string };
  for (const command of ["account show", "account set --rate 5", `smtp-password ${id}`]) {
    const words = command.split(" ");
    const { code, err } = await signet([...words, "--region", "eu-wets"], settings);
    assert.match(
      err,
      /^signet: --region eu-wets: expected a region such as eu-west-1\.\nTry 'signet .* --help'\.\n$/,
    );
    assert.equal(code, 2);
    assert.equal((await signet([...words, "--region", "eu-west-1"], settings)).code, 0);
    const ofCell = { ...settings, SIGNET_REGIONS: "us-east-1" };
    const elsewhere = await signet([...words, "--region", "eu-west-1"], ofCell);
    assert.match(elsewhere.err, /^signet: --region eu-west-1: The region eu-west-1 is not served here\. /);
    assert.equal(elsewhere.code, 2);
  }
});
