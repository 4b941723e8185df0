import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openCertificate } from "#app/certificate.ts";
import { readConfig } from "#config.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import { CurrentCertificate, certificateFromFiles, selfSignedFor } from "#features/tls-certificate/index.ts";
import { dayMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { Unavailable } from "#platform/errors.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { HandClock } from "./support/hand-clock.ts";
import { ServiceProcess } from "./support/service-process.ts";

function pairOf(commonName: string, clock: HandClock) {
  const keyPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    cert: selfSignedCertificate({ commonName, notBefore: clock.now(), days: 90, keyPair }),
    key: keyPair.privateKey.export({ format: "pem", type: "pkcs8" }) as string,
  };
}

for (const engine of engines) {
  test(`all processes show one certificate, renewed before it ends, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock();
    const secrets = secretsUnder(new Uint8Array(32).fill(1));
    const source = () =>
      selfSignedFor({
        store: new ServiceKeyStore(database),
        secrets,
        clock,
        names: ["mail.test", "127.0.0.1"],
      });
    const [one, other] = await Promise.all([source().load(), source().load()]);
    assert.deepEqual(one, other);
    clock.advance(360 * dayMs);
    assert.deepEqual(await source().load(), one);
    clock.advance(8 * dayMs);
    const [renewed, alike] = await Promise.all([source().load(), source().load()]);
    assert.notEqual(renewed.cert, one.cert);
    assert.deepEqual(renewed, alike);
    assert.ok(new X509Certificate(renewed.cert).validToDate.getTime() > clock.now() + 390 * dayMs);
  });
}

test("a certificate that was made while the clock was years ahead is made anew once it is right", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const clock = new HandClock();
  const store = new ServiceKeyStore(database);
  const secrets = secretsUnder(new Uint8Array(32).fill(1));
  const ahead = new HandClock(clock.now() + 4_000 * dayMs);
  const names = ["mail.test"];
  const early = await selfSignedFor({ store, secrets, clock: ahead, names }).load();
  const source = selfSignedFor({ store, secrets, clock, names });
  const made = await source.load();
  assert.notEqual(made.cert, early.cert);
  assert.ok(new X509Certificate(made.cert).validFromDate.getTime() <= clock.now());
  assert.deepEqual(await source.load(), made);
});

test("that the certificate is in a database that is away for a while is no error in the log", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  let isAway = false;
  const goesAway: typeof database = {
    engine: database.engine,
    build: database.build,
    announcements: database.announcements,
    async read(query) {
      if (isAway) throw new Unavailable("away", { cause: undefined });
      return await database.read(query);
    },
    readAside: async (query) => await database.readAside(query),
    write: async (group) => await database.write(group),
    change: async (query) => await database.change(query),
    ping: async () => await database.ping(),
    [Symbol.asyncDispose]: async () => await database[Symbol.asyncDispose](),
  };
  const clock = new HandClock();
  const said: string[] = [];
  const log = { info() {}, warn: () => void said.push("warn"), error: () => void said.push("error") };
  const secrets = secretsUnder(new Uint8Array(32));
  const stored = { database: goesAway, secrets, keptIssuance: undefined };
  const certificate = await openCertificate(readConfig({}), { clock, log }, stored);
  const first = certificate.current;
  isAway = true;
  clock.advance(dayMs);
  assert.equal(await certificate.refresh(), first);
  assert.deepEqual(said, ["warn"]);
});

test("the operator's files are read again when they change, and a pair that does not match is not shown", async () => {
  await using place = await newDatabasePlace("sqlite");
  const clock = new HandClock();
  const cert = join(place.folder, "cert.pem");
  const key = join(place.folder, "key.pem");
  const [first, second] = [pairOf("first", clock), pairOf("the second", clock)];
  await Promise.all([writeFile(cert, first.cert), writeFile(key, first.key)]);
  const failures: unknown[] = [];
  const source = certificateFromFiles({ cert, key });
  const shown = await CurrentCertificate.open({
    source,
    clock,
    onFailure: (error) => void failures.push(error),
  });
  await writeFile(cert, second.cert);
  assert.deepEqual(await shown.refresh(), first, "looked at too often");
  clock.advance(10_000);
  assert.deepEqual(await shown.refresh(), first);
  assert.equal(failures.length, 1);
  await writeFile(key, second.key);
  clock.advance(10_000);
  assert.deepEqual(await shown.refresh(), second);
});

test("a chain of which half is written, or that TLS does not take, is not shown to anybody", async () => {
  const clock = new HandClock();
  const [first, second] = [pairOf("first", clock), pairOf("second", clock)];
  const cut = { ...second, cert: second.cert + first.cert.slice(0, 200) };
  let loaded = first;
  const failures: unknown[] = [];
  const source = { load: async () => loaded };
  const onFailure = (error: unknown) => void failures.push(error);
  const shown = await CurrentCertificate.open({ source, clock, onFailure });
  for (const [next, expected] of [
    [cut, first],
    [second, second],
  ] as const) {
    loaded = next;
    shown.lookAgain();
    assert.deepEqual(await shown.refresh(), expected);
  }
  assert.match(String(failures), /PEM/);
  loaded = cut;
  await assert.rejects(CurrentCertificate.open({ source, clock, onFailure }), /PEM/);
});

test("a service whose certificate cannot be read or used names the settings, and does not start", async () => {
  await using place = await newDatabasePlace("sqlite", { begun: true });
  const missing = join(place.folder, "missing.pem");
  const [own, others] = [join(place.folder, "own.pem"), join(place.folder, "others.pem")];
  const clock = new HandClock();
  await writeFile(own, pairOf("own", clock).cert);
  await writeFile(others, pairOf("another", clock).key);
  const reasons = [
    [missing, missing, /ENOENT/],
    [import.meta.filename, import.meta.filename, /PEM/],
    [own, others, /: The key in .* is not that of the certificate in \S+[^.]\.$/m],
  ] as const;
  for (const [cert, key, why] of reasons) {
    const settings = { SIGNET_TLS_CERT: cert, SIGNET_TLS_KEY: key };
    await using service = await ServiceProcess.launch(place, settings);
    const { code, output } = await service.end();
    assert.equal(code, 78);
    assert.match(
      output,
      /^signet: SIGNET_TLS_CERT=.*, SIGNET_TLS_KEY=.*: expected a certificate and its key, in PEM, that this user may read: /m,
    );
    assert.match(output, why);
  }
});
