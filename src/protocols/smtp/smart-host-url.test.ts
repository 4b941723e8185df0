import assert from "node:assert/strict";
import { test } from "node:test";
import { readSmartHostUrl } from "./smart-host-url.ts";

test("a smart host's URL says where, how and as whom", () => {
  assert.deepEqual(readSmartHostUrl("smtp://relay.example.com"), {
    host: "relay.example.com",
    port: 587,
    implicitTls: false,
    tlsPolicy: "if-offered",
  });
  assert.deepEqual(readSmartHostUrl("smtps://us%40er:p%2Fw@[::1]:4465/"), {
    host: "::1",
    port: 4465,
    implicitTls: true,
    tlsPolicy: "required",
    credentials: { user: "us@er", password: "p/w" },
  });
  assert.equal(readSmartHostUrl("smtps://relay.example.com").port, 465);
  const { mostConnections, tlsPolicy } = readSmartHostUrl(
    "smtp://relay.example.com?connections=60&tls=never",
  );
  assert.deepEqual([mostConnections, tlsPolicy], [60, "never"]);
});

test("a password is given only to a server that proves its name, unless told otherwise", () => {
  assert.equal(readSmartHostUrl("smtp://u:p@relay.example.com").tlsPolicy, "authenticated");
  assert.equal(readSmartHostUrl("smtp://u:p@127.0.0.1:25").tlsPolicy, "if-offered");
  assert.equal(readSmartHostUrl("smtp://u:p@relay.example.com?tls=required").tlsPolicy, "required");
});

test("anything else is refused, without repeating the password", () => {
  const wrong = [
    "",
    "relay.example.com",
    "http://u:secret@relay.example.com",
    "smtp://u:secret@relay.example.com/path",
    "smtp://u:secret@relay.example.com?tls=maybe",
    "smtp://u:secret@relay.example.com?pool=1",
    "smtp://u:secret@relay.example.com?connections=0",
    "smtp://u:secret@relay.example.com?connections=1000",
    "smtp://u:secret%zz@relay.example.com",
    "smtp://u:secret@:25",
    "smtp://relay.example.com:99999",
    "smtp://relay.example.com:0",
    "smtp://u:sec#ret@relay.example.com",
  ];
  for (const text of wrong) {
    assert.throws(
      () => readSmartHostUrl(text),
      (error) => error instanceof RangeError && !error.message.includes("secret"),
      text,
    );
  }
});
