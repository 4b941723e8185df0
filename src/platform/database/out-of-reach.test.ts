import assert from "node:assert/strict";
import { getEventListeners, once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openDatabase } from "./open.ts";
import { DatabaseOutOfReach } from "./out-of-reach.ts";

test("a database that cannot be reached is named, without its password", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const url = `postgres://ann:s3cret@127.0.0.1:${port}/mail`;
  await assert.rejects(openDatabase({ url, folder: "unused" }), (error) => {
    assert.ok(error instanceof DatabaseOutOfReach);
    assert.match(
      error.message,
      new RegExp(`^PostgreSQL at 127\\.0\\.0\\.1:${port} cannot be used: .*REFUSED`),
    );
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
});

test("of a URL with several hosts all are named, and nothing of a password that holds an @", async () => {
  const url = "postgres://ann:s3@cret@127.0.0.1:1,127.0.0.1:2/mail?sslmode=disable";
  await assert.rejects(openDatabase({ url, folder: "unused" }), (error) => {
    assert.ok(error instanceof DatabaseOutOfReach);
    assert.match(error.message, /^PostgreSQL at 127\.0\.0\.1:1,127\.0\.0\.1:2 cannot be used: .*REFUSED/);
    assert.doesNotMatch(error.message, /cret/);
    return true;
  });
});

test("tries to reach it leave nothing with the signal that would have ended them", async () => {
  const { signal } = new AbortController();
  for (let tried = 0; tried < 3; tried++) {
    const opening = openDatabase({ url: "postgres://127.0.0.1:1/mail", folder: "unused" }, { signal });
    await assert.rejects(opening, DatabaseOutOfReach);
  }
  // A socket says a moment later that it is closed.
  const left = () => getEventListeners(signal, "abort").length;
  for (let turns = 0; left() > 0 && turns < 100; turns++) await nextTurn();
  assert.equal(left(), 0);
});

test("a server that asks for a password, where there is none, is left at once", async () => {
  const asked = (kind: number, text: string) => {
    const body = Buffer.from(text);
    const head = Buffer.from([0x52, 0, 0, 0, 8 + body.length, 0, 0, 0, kind]);
    return Buffer.concat([head, body]);
  };
  await using server = createServer((socket) => {
    // SCRAM, in two steps (PostgreSQL §54.3), after which this server says and does nothing more.
    socket.once("data", () => {
      socket.write(asked(10, "SCRAM-SHA-256\0\0"));
      socket.once("data", () => socket.write(asked(11, "r=a,s=YQ==,i=4096")));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const left = once(server, "connection").then(async ([socket]) => await once(socket as Socket, "close"));
  await assert.rejects(openDatabase({ url: `postgres://ann@127.0.0.1:${port}/mail`, folder: "unused" }), {
    name: "DatabaseOutOfReach",
    message: /It asks for a password, and none was given\.$/,
  });
  await left;
});

test("what the driver says of itself is said with what to do about it", () => {
  const said = (message: string, code?: string) =>
    new DatabaseOutOfReach("postgres://h/d", Object.assign(new Error(message), { code })).message;
  assert.match(
    said("self-signed certificate in certificate chain", "SELF_SIGNED_CERT_IN_CHAIN"),
    /sslrootcert=/,
  );
  assert.match(said("SASL: client password must be a string"), /It asks for a password, and none was given/);
  assert.match(said("permission denied for schema public", "42501"), /Let the role own the database/);
});

test("who is absent, starts, or is a copy until a failover may come back; who says no, or needs somebody, may not", () => {
  const isAwaited = (error: Error) => new DatabaseOutOfReach("postgres://h/d", error).mayComeBack;
  const mayComeBack = (code: string) => isAwaited(Object.assign(new Error("no"), { code }));
  assert.ok(isAwaited(new Error("Connection terminated unexpectedly")));
  assert.ok(!isAwaited(new Error("The server does not support SSL connections")));
  for (const code of ["ECONNREFUSED", "ENOTFOUND", "57P03", "53300", "25006"])
    assert.ok(mayComeBack(code), code);
  for (const code of ["28P01", "28000", "3D000", "42501", "53100", "57014", "58030"])
    assert.ok(!mayComeBack(code), code);
});
